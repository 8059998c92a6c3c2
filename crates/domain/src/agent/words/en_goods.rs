//! English wordings of goods: prices, stock, sizes, material.

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
        Lines {
            formal: &[
                "The prices are as follows:",
                "Here is the price of each:",
                "The current prices:",
                "Please find the prices below:",
            ],
            warm: &[
                "Here are the prices:",
                "The prices are:",
                "Prices, one by one:",
                "Here's each price 🌷",
            ],
            brief: &[
                "Here are the prices:",
                "The prices are:",
                "Prices, one by one:",
                "Here's each price 🌷",
            ],
        },
    ),
    (
        Say::PriceLine,
        Lines::all(&["▫️ {0}: {1}", "• {0}: {1}", "🔸 {0}: {1}", "– {0}: {1}"]),
    ),
    (
        Say::InStock,
        Lines {
            formal: &[
                "Yes, {0} is in stock.",
                "{0} is currently available.",
                "We have {0} in stock.",
                "Yes, {0} is available now.",
            ],
            warm: &[
                "Yes, {0} is in stock 🌷",
                "{0} is available now.",
                "We have {0} in stock 🌸",
                "Yes, we have {0}.",
            ],
            brief: &[
                "Yes, {0} is in stock 🌷",
                "{0} is available now.",
                "We have {0} in stock 🌸",
                "Yes, we have {0}.",
            ],
        },
    ),
    (
        Say::Choices,
        Lines {
            formal: &[
                "{0} is in stock in: {1}",
                "Available options of {0}: {1}",
                "{0} is currently available in: {1}",
                "Of {0} we have in stock: {1}",
            ],
            warm: &[
                "In stock for {0}: {1}",
                "{0} is available in: {1}",
                "Of {0} we have: {1} 🌷",
                "Available now, {0}: {1}",
            ],
            brief: &[
                "In stock for {0}: {1}",
                "{0} is available in: {1}",
                "Of {0} we have: {1} 🌷",
                "Available now, {0}: {1}",
            ],
        },
    ),
    (
        Say::SoldOut,
        Lines {
            formal: &[
                "We are sorry, {0} is currently sold out.",
                "{0} is out of stock at the moment.",
                "At present {0} is not available.",
                "Unfortunately {0} is sold out for now.",
            ],
            warm: &[
                "Sorry, {0} is sold out at the moment 🙏",
                "{0} is out of stock right now.",
                "We're out of {0} for now, sorry 🌷",
                "Unfortunately {0} is not available at the moment.",
            ],
            brief: &[
                "Sorry, {0} is sold out at the moment 🙏",
                "{0} is out of stock right now.",
                "We're out of {0} for now, sorry 🌷",
                "Unfortunately {0} is not available at the moment.",
            ],
        },
    ),
    (
        Say::VariantInStock,
        Lines {
            formal: &[
                "Yes, {0} {1} is in stock.",
                "{0} {1} is currently available.",
                "We have {0} {1} in stock.",
                "Yes, {0} {1} is available now.",
            ],
            warm: &[
                "Yes, {0} {1} is in stock 🌷",
                "We have {0} {1} in stock.",
                "{0} {1} is available now 🌸",
                "Yes, we have {0} {1}.",
            ],
            brief: &[
                "Yes, {0} {1} is in stock 🌷",
                "We have {0} {1} in stock.",
                "{0} {1} is available now 🌸",
                "Yes, we have {0} {1}.",
            ],
        },
    ),
    (
        Say::VariantChoices,
        Lines {
            formal: &[
                "Yes, {0} {1} is available: {2}",
                "{0} {1} is in stock: {2}",
                "We have {0} {1} in: {2}",
                "Available options of {0} {1}: {2}",
            ],
            warm: &[
                "Yes, {0} {1} is available: {2}",
                "We have {0} {1}: {2} 🌷",
                "In stock, {0} {1}: {2}",
                "{0} {1} comes in: {2} 🌸",
            ],
            brief: &[
                "Yes, {0} {1} is available: {2}",
                "We have {0} {1}: {2} 🌷",
                "In stock, {0} {1}: {2}",
                "{0} {1} comes in: {2} 🌸",
            ],
        },
    ),
    (
        Say::VariantSoldOut,
        Lines {
            formal: &[
                "We are sorry, {0} {1} is currently sold out.",
                "{0} {1} is out of stock at the moment.",
                "At present {0} {1} is not available.",
                "Unfortunately {0} {1} is sold out for now.",
            ],
            warm: &[
                "Sorry, {0} {1} is sold out at the moment 🙏",
                "{0} {1} is out of stock right now.",
                "We're out of {0} {1} for now, sorry 🌷",
                "Unfortunately {0} {1} is not available at the moment.",
            ],
            brief: &[
                "Sorry, {0} {1} is sold out at the moment 🙏",
                "{0} {1} is out of stock right now.",
                "We're out of {0} {1} for now, sorry 🌷",
                "Unfortunately {0} {1} is not available at the moment.",
            ],
        },
    ),
    (
        Say::NotCarried,
        Lines {
            formal: &[
                "We are sorry, we do not have {0} {1}.",
                "{0} is not made {1}.",
                "{0} {1} is not in our range.",
                "Unfortunately there is no {0} {1}.",
            ],
            warm: &[
                "We don't have {0} {1}, sorry 🙏",
                "{0} doesn't come {1}.",
                "Sorry, there's no {0} {1} in our range.",
                "{0} {1} isn't something we carry.",
            ],
            brief: &[
                "We don't have {0} {1}, sorry 🙏",
                "{0} doesn't come {1}.",
                "Sorry, there's no {0} {1} in our range.",
                "{0} {1} isn't something we carry.",
            ],
        },
    ),
    (
        Say::Others,
        Lines {
            formal: &[
                "Available now: {0}",
                "The options in stock are: {0}",
                "We do have in stock: {0}",
                "Currently available: {0}",
            ],
            warm: &[
                "In stock instead: {0}",
                "What we do have: {0}",
                "Available now: {0}",
                "But we have: {0} 🌷",
            ],
            brief: &[
                "In stock instead: {0}",
                "What we do have: {0}",
                "Available now: {0}",
                "But we have: {0} 🌷",
            ],
        },
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
        Lines {
            formal: &[
                "Which product do you mean? Please send its name or its post.",
                "Could you please tell us which item it is? Its post is enough.",
                "About which product would you like to know? A name or a post will do.",
                "Please send the name or the post of the product.",
            ],
            warm: &[
                "Which product do you mean? You can send its name or its post 🌷",
                "Could you tell me which one? Sharing its post is enough.",
                "Which item is it? Send me its name or post 🌸",
                "About which product shall I tell you? Its name or post will do.",
            ],
            brief: &[
                "Which product do you mean? You can send its name or its post 🌷",
                "Could you tell me which one? Sharing its post is enough.",
                "Which item is it? Send me its name or post 🌸",
                "About which product shall I tell you? Its name or post will do.",
            ],
        },
    ),
    (
        Say::WhichOf,
        Lines {
            formal: &[
                "Which of these do you mean? {0}",
                "We have several like that. Which one, please? {0}",
                "Could you tell us which one it is? {0}",
                "Is it one of the following? {0}",
            ],
            warm: &[
                "Which one do you mean? {0}",
                "We have a few like that; which one? {0} 🌷",
                "Which of these: {0}?",
                "Is it one of these? {0}",
            ],
            brief: &[
                "Which one do you mean? {0}",
                "We have a few like that; which one? {0} 🌷",
                "Which of these: {0}?",
                "Is it one of these? {0}",
            ],
        },
    ),
];
