//! Direct messages about goods and the shop: from what was understood to the rule and the words.

use palette_domain::understanding::{Asked, Intent::*};

use crate::expect::{answers, hands_over};
use crate::scene::{en, fa, finglish, product_id};

#[test]
fn prices() {
    answers(
        &fa("قیمت؟", &[Price]).under(&[2]),
        "price.one",
        &["کیف دوشی رها", "۱٬۲۵۰٬۰۰۰ تومان"],
    );
    answers(
        &finglish("gheymat?", &[Price]).under(&[2]),
        "price.one",
        &["۱٬۲۵۰٬۰۰۰ تومان"],
    );
    answers(
        &en("how much?", &[Price]).under(&[2]),
        "price.one",
        &["Raha", "1,250,000 toman"],
    );
    answers(
        &fa("این چنده؟", &[Price]).under(&[1]),
        "price.one",
        &["از ۸۵۰٬۰۰۰ تا ۸۹۰٬۰۰۰ تومان"],
    );
    answers(
        &fa("کرمش چنده؟", &[Price])
            .under(&[1])
            .colour("کرمش", "cream"),
        "price.one",
        &["مانتو لینن نیلا کرم", "۸۹۰٬۰۰۰ تومان"],
    );
    answers(
        &en("price of the nila in size 38", &[Price])
            .naming(&[(1, 0.9)])
            .size("38"),
        "price.one",
        &["Nila Linen Manto in size 38", "850,000 toman"],
    );
    answers(
        &fa("قیمتا؟", &[Price]).under(&[1, 2]),
        "price.several",
        &["مانتو لینن نیلا: از", "کیف دوشی رها: ۱٬۲۵۰٬۰۰۰"],
    );
    answers(
        &fa("مانتوها چنده؟", &[Price]).naming(&[(1, 0.8), (4, 0.78)]),
        "price.candidates",
        &["مانتو لینن نیلا", "مانتو کتی ترمه", "۱٬۴۵۰٬۰۰۰ تومان"],
    );
    answers(
        &fa("جین چنده؟", &[Price]).naming(&[(3, 0.9)]),
        "sold_out",
        &["۹۸۰٬۰۰۰ تومان"],
    );
}

#[test]
fn a_name_said_surely_wins_over_the_post_and_the_talk_is_remembered() {
    answers(
        &fa("کیف رها چنده؟", &[Price])
            .under(&[1])
            .naming(&[(2, 0.9)]),
        "price",
        &["کیف"],
    );
    answers(
        &fa("این چنده؟", &[Price]).under(&[1]).naming(&[(2, 0.55)]),
        "price",
        &["مانتو"],
    );
    let later = fa("موجوده؟", &[Stock]).change(|s| s.memory.products = vec![product_id(2)]);
    answers(&later, "stock.product", &["کیف دوشی رها"]);
    let moved_on = fa("موجوده؟", &[Stock]).under(&[1]).change(|s| {
        s.subject.as_mut().expect("a story").from_post = false;
        s.memory.products = vec![product_id(2)];
    });
    answers(&moved_on, "stock.product", &["کیف دوشی رها"]);
    let plan = fa("قیمت کیف رها", &[Price]).naming(&[(2, 0.9)]).plan();
    assert_eq!(plan.memory.products, [product_id(2)]);
}

#[test]
fn stock_of_products_and_variants() {
    answers(
        &fa("موجوده؟", &[Stock]).under(&[1]),
        "stock.product",
        &["مشکی (۳۸)", "کرم (۴۰، ۴۲)"],
    );
    answers(
        &en("is it available?", &[Stock]).under(&[2]),
        "stock.product",
        &["Raha"],
    );
    answers(
        &fa("سایز ۳۸ مشکی هست؟", &[Stock])
            .under(&[1])
            .size("38")
            .colour("مشکی", "black"),
        "stock.variant",
        &["مانتو لینن نیلا مشکی سایز ۳۸", "موجود"],
    );
    answers(
        &finglish("meshki 40 mojode?", &[Stock])
            .under(&[1])
            .size("40")
            .colour("meshki", "black"),
        "stock.variant_sold_out",
        &["مشکی سایز ۴۰", "کرم (۴۰، ۴۲)"],
    );
    answers(
        &fa("سایز ۴۰ دارید؟", &[Stock]).under(&[1]).size("40"),
        "stock.choices",
        &["سایز ۴۰", ": کرم"],
    );
    answers(
        &fa("۴۶ دارید؟", &[Stock]).under(&[1]).size("46"),
        "stock.not_carried",
        &["سایز ۴۶", "مشکی (۳۸)"],
    );
    answers(
        &fa("۳۸ و ۴۲ دارید؟", &[Stock])
            .under(&[1])
            .size("38")
            .size("42"),
        "stock.product",
        &["مشکی (۳۸)", "کرم (۴۰، ۴۲)"],
    );
    answers(
        &en("do you have it in red?", &[Stock])
            .under(&[1])
            .colour("red", "red"),
        "stock.not_carried",
        &["in red", "Black (38)"],
    );
    answers(
        &en("jeans in stock?", &[Stock]).naming(&[(3, 0.9)]),
        "stock.sold_out",
        &["Mom Jeans"],
    );
}

#[test]
fn sizes_material_and_description() {
    answers(
        &fa("سایزبندیش چیه؟", &[Size]).under(&[1]),
        "size.guide",
        &["دور سینه ۹۶", "کرم"],
    );
    answers(
        &fa("سایز L داره؟", &[Size]).under(&[4]),
        "size.in_stock",
        &["مشکی (M)", "کرم (L)"],
    );
    answers(
        &en("what is it made of?", &[Material]).under(&[1]),
        "material",
        &["Pure linen"],
    );
    answers(
        &fa("توضیح بدید", &[ProductQuestion]).under(&[1]),
        "description",
        &["جلوباز"],
    );
    hands_over(&fa("جنسش چیه؟", &[Material]).under(&[2]), "not_in_sheet");
    hands_over(
        &fa("عکس واقعی دارید؟", &[ProductQuestion]).under(&[1]),
        "not_in_sheet",
    );
    hands_over(
        &finglish("orgine ya hi copy", &[ProductQuestion]).under(&[1]),
        "not_in_sheet",
    );
    hands_over(
        &fa("گارانتی داره؟", &[ProductQuestion]).under(&[1]),
        "not_in_sheet",
    );
    hands_over(&fa("قیمت عمده‌تون؟", &[Price]).under(&[1]), "not_in_sheet");
    let original = fa("اصله یا کپی؟", &[ProductQuestion])
        .under(&[1])
        .change(|s| {
            s.catalogue[0].facts.description.fa = "کار اورجینال خودمون".to_owned();
        });
    answers(&original, "description", &["اورجینال"]);
    answers(
        &fa("رنگ دیگه داره؟", &[ProductQuestion]).under(&[1]),
        "stock",
        &["مشکی (۳۸)"],
    );
    answers(
        &en(
            "hi, do you have the raha bag?",
            &[ProductQuestion, Greeting],
        )
        .naming(&[(2, 0.9)]),
        "stock",
        &["Raha Shoulder Bag"],
    );
    answers(
        &finglish("sefid ham dare?", &[Material])
            .sure(0.4)
            .under(&[1])
            .colour("sefid", "white"),
        "stock.not_carried",
        &["سفید"],
    );
    let advice = fa("قدم ۱۷۰ وزنم ۶۵ چه سایزی بردارم؟", &[Size])
        .under(&[4])
        .plan();
    assert_eq!(advice.needs_person.as_deref(), Some("not_in_sheet"));
}

#[test]
fn without_a_product_the_customer_is_asked_which() {
    let scene = fa("موجوده؟", &[Stock]);
    answers(&scene, "which_product", &[]);
    let plan = scene.plan();
    assert_eq!(plan.asked, Some(Asked::Which));
    assert_eq!(plan.memory.asked_about, [Stock]);
    let unclear = fa("مانتو موجوده؟", &[Stock]).naming(&[(1, 0.8), (4, 0.8)]);
    answers(
        &unclear,
        "which_product",
        &["مانتو لینن نیلا", "مانتو کتی ترمه"],
    );
    let offered = unclear.plan().quick_replies;
    assert_eq!(offered.len(), 2);
    assert!(
        offered
            .iter()
            .all(|reply| reply.title.chars().count() <= 20)
    );
    let tapped = fa("کیف دوشی رها", &[ProductQuestion]).change(|s| {
        s.memory = plan.memory.clone();
        s.payload = Some(format!("product:{}", product_id(2)));
    });
    answers(&tapped, "stock.product", &["کیف دوشی رها"]);
    let typed = fa("کیف رها", &[ProductQuestion])
        .naming(&[(2, 0.9)])
        .change(|s| s.memory = plan.memory.clone());
    answers(&typed, "stock.product", &["کیف دوشی رها"]);
    let empty = fa("قیمت؟", &[Price]).change(|s| s.catalogue.clear());
    hands_over(&empty, "no_product");
    let photo = fa("این موجوده؟", &[Stock]).change(|s| s.attachments = true);
    hands_over(&photo, "attachment");
}

#[test]
fn delivery() {
    answers(
        &fa("ارسال به شیراز چنده؟", &[ShippingCost]).city("شیراز", "شیراز"),
        "shipping.cost",
        &["شیراز", "۹۵٬۰۰۰ تومان", "۲٬۰۰۰٬۰۰۰ تومان"],
    );
    answers(
        &finglish("hazine ersal tehran?", &[ShippingCost]).city("tehran", "تهران"),
        "shipping.cost",
        &["تهران", "۶۰٬۰۰۰ تومان"],
    );
    answers(
        &en("how long to Tehran?", &[ShippingTime]).city("Tehran", "تهران"),
        "shipping.time",
        &["Tehran", "1 to 2 working days", "express post"],
    );
    answers(
        &fa("هزینه و زمان ارسال؟", &[ShippingCost, ShippingTime]),
        "shipping.cost+shipping.time",
        &["تهران", "بقیه‌ی شهرها", "۶۰٬۰۰۰ تومان", "۳ تا ۵ روز کاری"],
    );
    answers(
        &fa("ارسال به شیراز چقدره و کی می‌رسه؟", &[ShippingTime]).city("شیراز", "شیراز"),
        "shipping.cost+shipping.time",
        &["۹۵٬۰۰۰ تومان", "۳ تا ۵ روز کاری"],
    );
    answers(
        &finglish("in chand dar miad ba ersal", &[Price]).under(&[2]),
        "price.one+shipping.cost",
        &["۱٬۲۵۰٬۰۰۰ تومان", "۶۰٬۰۰۰ تومان"],
    );
    answers(
        &finglish("ba tipax mifresti ya post?", &[ShippingTime]),
        "shipping.time",
        &["تهران و بقیه‌ی شهرها", "پست پیشتاز"],
    );
    let unsaid = fa("ارسال چنده؟", &[ShippingCost]).change(|s| s.settings.sheet.shipping.clear());
    hands_over(&unsaid, "not_in_sheet");
    let only_tehran = fa("ارسال به یزد؟", &[ShippingTime])
        .city("یزد", "یزد")
        .change(|s| s.settings.sheet.shipping.truncate(1));
    hands_over(&only_tehran, "not_in_sheet");
    hands_over(
        &en("Do you ship to Germany?", &[ShippingTime]),
        "not_in_sheet",
    );
    hands_over(
        &fa("ارسال به خارج از کشور دارید؟", &[ShippingTime]),
        "not_in_sheet",
    );
    let dubai = en("shipping to Dubai?", &[ShippingCost])
        .change(|s| s.settings.sheet.shipping[0].places.push("Dubai".to_owned()));
    answers(&dubai, "shipping.cost", &["60,000 toman"]);
    let receiver = en("delivery fee?", &[ShippingCost])
        .city("Yazd", "یزد")
        .change(|s| {
            s.settings.sheet.shipping[1].cost = None;
        });
    answers(&receiver, "shipping.cost", &["Yazd", "carrier"]);
}

#[test]
fn the_policy_sheet_answers_and_what_it_does_not_say_goes_to_a_person() {
    answers(
        &fa("چطور پرداخت کنم؟", &[Payment]),
        "payment",
        &["کارت به کارت"],
    );
    answers(&fa("کجایید؟", &[Other]), "address", &["ولیعصر"]);
    answers(&fa("آدرس حضوری دارید؟", &[Human]), "address", &["ولیعصر"]);
    answers(
        &finglish("saat kari?", &[ProductQuestion]),
        "hours",
        &["شنبه"],
    );
    answers(
        &en("what are your opening hours?", &[Other]).sure(0.3),
        "hours",
        &["Saturday"],
    );
    answers(
        &en("Where are you located?", &[ShippingTime]),
        "address",
        &["Valiasr"],
    );
    answers(
        &fa("شرایط تعویض چیه؟", &[ReturnRefund]),
        "returns",
        &["۷ روز"],
    );
    answers(
        &fa("تخفیف نداره؟", &[Discount]),
        "discount.none",
        &["تخفیف"],
    );
    let sale = fa("تخفیف؟", &[Discount]).change(|s| {
        s.settings.sheet.discounts.fa = "آخر هفته‌ها ده درصد".to_owned();
    });
    answers(&sale, "discount", &["ده درصد"]);
    for scene in [
        fa("چطور پرداخت کنم؟", &[Payment]),
        fa("کجایید؟", &[Other]),
        fa("تا ساعت چند باز هستید؟", &[Other]),
    ] {
        let bare = scene.change(|s| s.settings.sheet = Default::default());
        hands_over(&bare, "not_in_sheet");
        assert!(bare.plan().draft.is_some());
    }
    hands_over(&fa("واریز کردم", &[Payment]), "receipt");
}
