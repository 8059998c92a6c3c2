//! English wordings of goods, delivery, payment and orders.

use super::{Lines, Say, Table};

pub(super) const TABLE: Table = &[
    (
        Say::Price,
        Lines {
            formal: &[
                "The price of {0} is {1}.",
                "{0} is offered at {1}.",
                "The current price of {0}: {1}",
                "Price of {0}: {1}",
            ],
            warm: &[
                "{0} is {1} 🌷",
                "The price of {0} is {1} 🌸",
                "{0} comes at {1} 😊",
                "You can have {0} for {1} 🌷",
            ],
            brief: &["{0}: {1}", "{0} is {1}", "Price of {0}: {1}", "{0}, {1} 🌷"],
        },
    ),
    (
        Say::PriceList,
        Lines::all(&[
            "Here are the prices:",
            "The prices are:",
            "Prices, one by one:",
            "Here's each price 🌷",
        ]),
    ),
    (
        Say::PriceLine,
        Lines::all(&["▫️ {0}: {1}", "• {0}: {1}", "🔸 {0}: {1}", "– {0}: {1}"]),
    ),
    (
        Say::InStock,
        Lines::all(&[
            "Yes, {0} is in stock 🌷",
            "{0} is available now.",
            "We have {0} in stock 🌸",
            "Yes, we have {0}.",
        ]),
    ),
    (
        Say::Choices,
        Lines::all(&[
            "In stock for {0}: {1}",
            "{0} is available in: {1}",
            "Of {0} we have: {1} 🌷",
            "Available now, {0}: {1}",
        ]),
    ),
    (
        Say::SoldOut,
        Lines::all(&[
            "Sorry, {0} is sold out at the moment 🙏",
            "{0} is out of stock right now.",
            "We're out of {0} for now, sorry 🌷",
            "Unfortunately {0} is not available at the moment.",
        ]),
    ),
    (
        Say::VariantInStock,
        Lines::all(&[
            "Yes, {0} {1} is in stock 🌷",
            "We have {0} {1} in stock.",
            "{0} {1} is available now 🌸",
            "Yes, we have {0} {1}.",
        ]),
    ),
    (
        Say::VariantChoices,
        Lines::all(&[
            "Yes, {0} {1} is available: {2}",
            "We have {0} {1}: {2} 🌷",
            "In stock, {0} {1}: {2}",
            "{0} {1} comes in: {2} 🌸",
        ]),
    ),
    (
        Say::VariantSoldOut,
        Lines::all(&[
            "Sorry, {0} {1} is sold out at the moment 🙏",
            "{0} {1} is out of stock right now.",
            "We're out of {0} {1} for now, sorry 🌷",
            "Unfortunately {0} {1} is not available at the moment.",
        ]),
    ),
    (
        Say::NotCarried,
        Lines::all(&[
            "We don't have {0} {1}, sorry 🙏",
            "{0} doesn't come {1}.",
            "Sorry, there's no {0} {1} in our range.",
            "{0} {1} isn't something we carry.",
        ]),
    ),
    (
        Say::Others,
        Lines::all(&[
            "In stock instead: {0}",
            "What we do have: {0}",
            "Available now: {0}",
            "But we have: {0} 🌷",
        ]),
    ),
    (
        Say::SizeGuide,
        Lines::all(&[
            "Size guide for {0}: {1}",
            "Sizes of {0}: {1}",
            "About the size of {0}: {1}",
            "Measurements of {0}: {1}",
        ]),
    ),
    (
        Say::SizesGeneral,
        Lines::all(&[
            "Size guide: {0}",
            "About our sizes: {0}",
            "To choose a size: {0}",
            "Our sizes: {0}",
        ]),
    ),
    (
        Say::Material,
        Lines::all(&[
            "{0} is made of: {1}",
            "Material of {0}: {1}",
            "Fabric and care of {0}: {1}",
            "About the fabric of {0}: {1}",
        ]),
    ),
    (
        Say::Describe,
        Lines::all(&[
            "{0}: {1}",
            "About {0}: {1}",
            "{0} 🌷 {1}",
            "Details of {0}: {1}",
        ]),
    ),
    (
        Say::Which,
        Lines::all(&[
            "Which product do you mean? You can send its name or its post 🌷",
            "Could you tell me which one? Sharing its post is enough.",
            "Which item is it? Send me its name or post 🌸",
            "About which product shall I tell you? Its name or post will do.",
        ]),
    ),
    (
        Say::WhichOf,
        Lines::all(&[
            "Which one do you mean? {0}",
            "We have a few like that; which one? {0} 🌷",
            "Which of these: {0}?",
            "Is it one of these? {0}",
        ]),
    ),
    (
        Say::ShippingCost,
        Lines::all(&[
            "Delivery to {0}: {1}",
            "Delivery to {0} costs {1}.",
            "The delivery fee for {0} is {1}.",
            "Shipping to {0} is {1}.",
        ]),
    ),
    (
        Say::ShippingFree,
        Lines::all(&[
            "Delivery to {0} is free 🌷",
            "Delivery fee for {0}: free",
            "We deliver to {0} for free 🌸",
            "Shipping to {0} costs nothing.",
        ]),
    ),
    (
        Say::ShippingByReceiver,
        Lines::all(&[
            "Delivery to {0} is paid to the carrier on arrival.",
            "For {0} you pay the carrier when it arrives.",
            "The fee to {0} is paid by the receiver on delivery.",
            "Shipping to {0} is paid on arrival, to the carrier.",
        ]),
    ),
    (
        Say::FreeFrom,
        Lines::all(&[
            "Orders from {0} up are delivered free 🌷",
            "Delivery is free for orders of {0} or more.",
            "From {0} up there's no delivery fee 🌸",
            "Free delivery on orders of at least {0}.",
        ]),
    ),
    (
        Say::ShippingTime,
        Lines::all(&[
            "Delivery to {0} usually takes {1}.",
            "To {0} it usually takes {1}.",
            "Usual delivery time to {0}: {1}",
            "Orders to {0} usually arrive in {1}.",
        ]),
    ),
    (
        Say::Carrier,
        Lines::all(&[
            "Carrier to {0}: {1}",
            "We send to {0} with {1}.",
            "To {0} it goes by {1}.",
            "Parcels to {0} go with {1}.",
        ]),
    ),
    (
        Say::Payment,
        Lines::all(&[
            "Ways to pay: {0}",
            "To pay: {0}",
            "About payment: {0}",
            "Payment: {0}",
        ]),
    ),
    (
        Say::Returns,
        Lines::all(&[
            "Exchange and return: {0}",
            "About returns: {0}",
            "Our return rules: {0}",
            "Returns and exchanges: {0}",
        ]),
    ),
    (
        Say::Hours,
        Lines::all(&[
            "Opening hours: {0}",
            "Our hours: {0}",
            "We're open: {0}",
            "Working hours: {0}",
        ]),
    ),
    (
        Say::Address,
        Lines::all(&[
            "Address: {0}",
            "Our address: {0}",
            "You'll find us here: {0}",
            "Where we are: {0}",
        ]),
    ),
    (
        Say::Discounts,
        Lines::all(&[
            "About discounts: {0}",
            "Discounts now: {0}",
            "Our discounts: {0}",
            "On discounts: {0}",
        ]),
    ),
    (
        Say::NoDiscount,
        Lines::all(&[
            "There's no discount at the moment, sorry 🙏",
            "We have no active discount right now.",
            "Sorry, prices are without a discount for now 🌷",
            "No discount is on offer at the moment; thank you for understanding.",
        ]),
    ),
    (
        Say::OrderStatus,
        Lines::all(&[
            "Order {0}: {1}",
            "Status of order {0}: {1}",
            "Your order {0}: {1}",
            "Your order ({0}) is: {1}",
        ]),
    ),
    (
        Say::OrderNotFound,
        Lines::all(&[
            "I couldn't find such an order for this account 🌷 A colleague will check and reply here.",
            "No order like that was found for this account; a colleague will look and write here.",
            "I don't see such an order in this account. I've passed it to a colleague, who'll check.",
            "There's no matching order for this account; a colleague will help you here 🌸",
        ]),
    ),
    (
        Say::AskOrderFacts,
        Lines::all(&[
            "To set up {0}, please send the full name, mobile number, full address and postal code 🌷",
            "Happy to set up {0} for you 🌸 Please send name, mobile, full address and postal code.",
            "Thank you for choosing {0}. Please write the receiver's name, phone, address and postal code.",
            "To complete {0}, could you send name, mobile, address and postal code? 🌷",
        ]),
    ),
];
