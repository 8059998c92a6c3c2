//! English wordings of the shop's own matters: delivery, payment, hours, orders.

use super::{Lines, Say, Table};

pub(super) const TABLE: Table = &[
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
        Lines {
            formal: &[
                "Delivery to {0} is free of charge.",
                "There is no delivery fee for {0}.",
                "We deliver to {0} free of charge.",
                "Delivery fee for {0}: none",
            ],
            warm: &[
                "Delivery to {0} is free 🌷",
                "Delivery fee for {0}: free",
                "We deliver to {0} for free 🌸",
                "Shipping to {0} costs nothing.",
            ],
            brief: &[
                "Delivery to {0} is free 🌷",
                "Delivery fee for {0}: free",
                "We deliver to {0} for free 🌸",
                "Shipping to {0} costs nothing.",
            ],
        },
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
        Lines {
            formal: &[
                "Orders from {0} are delivered free of charge.",
                "Delivery is free for orders of {0} or more.",
                "From {0} there is no delivery fee.",
                "Orders of at least {0} are sent free of charge.",
            ],
            warm: &[
                "Orders from {0} up are delivered free 🌷",
                "Delivery is free for orders of {0} or more.",
                "From {0} up there's no delivery fee 🌸",
                "Free delivery on orders of at least {0}.",
            ],
            brief: &[
                "Orders from {0} up are delivered free 🌷",
                "Delivery is free for orders of {0} or more.",
                "From {0} up there's no delivery fee 🌸",
                "Free delivery on orders of at least {0}.",
            ],
        },
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
        Lines {
            formal: &[
                "We have no discount at the moment. Thank you for understanding.",
                "There is currently no active discount.",
                "We are sorry, no discount is available for now.",
                "At present our prices are without a discount.",
            ],
            warm: &[
                "There's no discount at the moment, sorry 🙏",
                "We have no active discount right now.",
                "Sorry, prices are without a discount for now 🌷",
                "No discount is on offer at the moment; thank you for understanding.",
            ],
            brief: &[
                "There's no discount at the moment, sorry 🙏",
                "We have no active discount right now.",
                "Sorry, prices are without a discount for now 🌷",
                "No discount is on offer at the moment; thank you for understanding.",
            ],
        },
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
        Lines {
            formal: &[
                "We could not find such an order for this account. A colleague will check and reply here.",
                "No matching order was found for this account; a colleague will look into it here.",
                "We do not see such an order in this account. A colleague has been asked to check.",
                "There is no matching order for this account; a colleague will help you here.",
            ],
            warm: &[
                "I couldn't find such an order for this account 🌷 A colleague will check and reply here.",
                "No order like that was found for this account; a colleague will look and write here.",
                "I don't see such an order in this account. I've passed it to a colleague, who'll check.",
                "There's no matching order for this account; a colleague will help you here 🌸",
            ],
            brief: &[
                "I couldn't find such an order for this account 🌷 A colleague will check and reply here.",
                "No order like that was found for this account; a colleague will look and write here.",
                "I don't see such an order in this account. I've passed it to a colleague, who'll check.",
                "There's no matching order for this account; a colleague will help you here 🌸",
            ],
        },
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
