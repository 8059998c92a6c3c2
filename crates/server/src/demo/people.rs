//! The demo shop's customers: names, @names, cities, and how each of them writes.

use super::dice::Dice;

/// How a person writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writes {
    /// Persian.
    Fa,
    /// Persian in Latin letters.
    Finglish,
    /// English.
    En,
}

/// A customer of the demo shop.
#[derive(Clone, Debug)]
pub struct Person {
    /// The simulator's handle and the @name.
    pub handle: String,
    /// The shown name.
    pub name: String,
    /// The name for a parcel, in Persian.
    pub full_name: String,
    /// Where they live: province and city.
    pub city: (&'static str, &'static str),
    /// How they write.
    pub writes: Writes,
}

const FIRST: &[(&str, &str)] = &[
    ("نیلوفر", "niloofar"),
    ("سارا", "sara"),
    ("مریم", "maryam"),
    ("زهرا", "zahra"),
    ("فاطمه", "fatemeh"),
    ("مهسا", "mahsa"),
    ("نگین", "negin"),
    ("الهام", "elham"),
    ("پریسا", "parisa"),
    ("شیما", "shima"),
    ("ریحانه", "reyhaneh"),
    ("هانیه", "hanieh"),
    ("سمیرا", "samira"),
    ("آیدا", "aida"),
    ("ترانه", "taraneh"),
    ("غزل", "ghazal"),
    ("یاسمن", "yasaman"),
    ("درسا", "dorsa"),
    ("مینا", "mina"),
    ("لیلا", "leila"),
    ("نازنین", "nazanin"),
    ("بهار", "bahar"),
    ("ملیکا", "melika"),
    ("کیمیا", "kimia"),
    ("علی", "ali"),
    ("رضا", "reza"),
    ("محمد", "mohammad"),
    ("امیر", "amir"),
    ("حسین", "hossein"),
    ("پویا", "pouya"),
    ("سینا", "sina"),
    ("آرمان", "arman"),
    ("کاوه", "kaveh"),
    ("بابک", "babak"),
    ("نیما", "nima"),
    ("فرهاد", "farhad"),
];

const FAMILY: &[(&str, &str)] = &[
    ("احمدی", "ahmadi"),
    ("محمدی", "mohammadi"),
    ("رضایی", "rezaei"),
    ("کریمی", "karimi"),
    ("حسینی", "hosseini"),
    ("موسوی", "mousavi"),
    ("جعفری", "jafari"),
    ("صادقی", "sadeghi"),
    ("رحیمی", "rahimi"),
    ("قاسمی", "ghasemi"),
    ("نوری", "noori"),
    ("کاظمی", "kazemi"),
    ("یوسفی", "yousefi"),
    ("مرادی", "moradi"),
    ("شریفی", "sharifi"),
    ("توکلی", "tavakoli"),
    ("بهرامی", "bahrami"),
    ("زارع", "zare"),
    ("فرهادی", "farhadi"),
    ("اکبری", "akbari"),
    ("ملکی", "maleki"),
    ("سلیمانی", "soleimani"),
    ("امینی", "amini"),
    ("پورمحمد", "pourmohammad"),
];

const ABROAD: &[(&str, &str)] = &[
    ("Emma Wilson", "emma.wilson"),
    ("Daniel Novak", "dan.novak"),
    ("Aylin Demir", "aylin.demir"),
    ("Sofia Rossi", "sofia.rossi"),
    ("Layla Haddad", "layla.haddad"),
    ("Noah Fischer", "noahfischer"),
    ("Mia Larsen", "mia.larsen"),
    ("Omar Khalid", "omar.khalid"),
    ("Chloe Martin", "chloe.mrtn"),
    ("Leo Andersson", "leo.andersson"),
    ("Zeynep Kaya", "zeynepkaya"),
    ("Hanna Weber", "hanna.weber"),
];

const CITIES: &[(&str, &str)] = &[
    ("تهران", "تهران"),
    ("تهران", "تهران"),
    ("تهران", "تهران"),
    ("البرز", "کرج"),
    ("اصفهان", "اصفهان"),
    ("فارس", "شیراز"),
    ("خراسان رضوی", "مشهد"),
    ("آذربایجان شرقی", "تبریز"),
    ("گیلان", "رشت"),
    ("مازندران", "ساری"),
    ("خوزستان", "اهواز"),
    ("یزد", "یزد"),
    ("کرمان", "کرمان"),
    ("قم", "قم"),
    ("همدان", "همدان"),
    ("هرمزگان", "بندرعباس"),
];

/// The people of the demo: `count` of them, no two with the same @name.
pub fn people(dice: &mut Dice, count: usize) -> Vec<Person> {
    let mut people = Vec::with_capacity(count);
    for &(name, handle) in ABROAD.iter().take(count / 12) {
        people.push(Person {
            handle: handle.to_owned(),
            name: name.to_owned(),
            full_name: name.to_owned(),
            city: *dice.pick(CITIES),
            writes: Writes::En,
        });
    }
    while people.len() < count {
        let (first, first_latin) = *dice.pick(FIRST);
        let (family, family_latin) = *dice.pick(FAMILY);
        let handle = match dice.below(4) {
            0 => format!("{first_latin}.{family_latin}"),
            1 => format!("{first_latin}_{family_latin}{}", dice.below(90) + 10),
            2 => format!("{first_latin}{}", dice.below(9_000) + 1_000),
            _ => format!("{family_latin}.{first_latin}"),
        };
        if people.iter().any(|person| person.handle == handle) {
            continue;
        }
        let name = match dice.below(3) {
            0 => first.to_owned(),
            1 => format!("{first} {family}"),
            _ => format!("{first} 🌸"),
        };
        let writes = if dice.below(10) < 8 {
            Writes::Fa
        } else {
            Writes::Finglish
        };
        people.push(Person {
            handle,
            name,
            full_name: format!("{first} {family}"),
            city: *dice.pick(CITIES),
            writes,
        });
    }
    people
}
