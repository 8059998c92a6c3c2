//! English wordings of talk: greetings, thanks, hand-over, opt-out, public replies.

use super::{Lines, Say, Table};

pub(super) const TABLE: Table = &[
    (
        Say::Greet,
        Lines {
            formal: &[
                "Hello, and welcome. How may I help you?",
                "Good to hear from you. What can I do for you?",
                "Hello. Please tell me what you are looking for.",
                "Welcome to our shop. How can I assist you?",
            ],
            warm: &[
                "Hi there, welcome! 🌷 How can I help?",
                "Hello! So nice to hear from you 🌸 What can I do for you?",
                "Hi! 😊 What are you looking for today?",
                "Hey, welcome in 🌷 Ask me anything about the shop.",
            ],
            brief: &[
                "Hi! How can I help?",
                "Hello 🌷",
                "Hi, what can I do for you?",
                "Hello, go ahead 🌸",
            ],
        },
    ),
    (
        Say::Hello,
        Lines {
            formal: &[
                "Hello.",
                "Hello, and welcome.",
                "Good to hear from you.",
                "Hello and thank you for writing.",
            ],
            warm: &[
                "Hi there! 🌷",
                "Hello! 🌸",
                "Hi and welcome 😊",
                "Hey, thanks for writing 🌷",
            ],
            brief: &["Hi!", "Hello 🌷", "Hi 🌸", "Hello!"],
        },
    ),
    (
        Say::Thanks,
        Lines {
            formal: &[
                "Thank you for your kind words.",
                "You are welcome. We are here whenever you need us.",
                "It is our pleasure. Thank you for shopping with us.",
                "We appreciate it. Please write any time.",
            ],
            warm: &[
                "You're so welcome 🌷",
                "Aw, thank you! 🌸 Write any time.",
                "That's lovely to hear 😊",
                "Thanks to you for being with us 🌷",
            ],
            brief: &[
                "You're welcome 🌷",
                "Thank you! 🌸",
                "Any time 😊",
                "Our pleasure.",
            ],
        },
    ),
    (
        Say::HandOver,
        Lines {
            formal: &[
                "I have passed your message to a colleague, who will answer you here.",
                "A colleague will look at this and reply to you here.",
                "To give you a precise answer, a colleague will write to you here.",
                "Your message has reached our team; a colleague will reply here.",
            ],
            warm: &[
                "I've passed this to a colleague, who'll answer you right here 🌷",
                "Let me leave this one to a colleague 🌸 They'll write to you here.",
                "A colleague will get you a proper answer here 😊",
                "Got it! A colleague will take a look and reply here 🌷",
            ],
            brief: &[
                "A colleague will answer here 🌷",
                "Passed on to a colleague, who'll reply here.",
                "One for a colleague; they'll write here 🌸",
                "Got it. A colleague will reply.",
            ],
        },
    ),
    (
        Say::HandOverRest,
        Lines {
            formal: &[
                "A colleague will answer the rest of your message here.",
                "For the other part, a colleague will write to you here.",
                "I have passed the rest to a colleague, who will reply here.",
                "A colleague will help you with the remaining question here.",
            ],
            warm: &[
                "A colleague will answer the rest right here 🌷",
                "For the other part a colleague will write to you here 🌸",
                "I've passed the rest to a colleague so you get a proper answer 😊",
                "A colleague will help with the rest here 🌷",
            ],
            brief: &[
                "A colleague will answer the rest 🌷",
                "The rest is with a colleague.",
                "For the rest, a colleague will write.",
                "I've passed the rest on 🌸",
            ],
        },
    ),
    (
        Say::Noted,
        Lines {
            formal: &[
                "I have passed this on to my colleague as well.",
                "This is noted too; a colleague will answer both together.",
                "It has been added to your message; a colleague will reply here.",
                "This message has reached our colleague as well.",
            ],
            warm: &[
                "Passed this on to my colleague too 🌷",
                "Noted this one too 🌸 A colleague will answer it all together.",
                "Added to your message; a colleague will write here.",
                "My colleague has this one as well 🌷",
            ],
            brief: &[
                "Passed on too 🌷",
                "Noted; a colleague will answer both.",
                "My colleague has this too 🌸",
                "Added; a colleague will write.",
            ],
        },
    ),
    (
        Say::HandOverOrder,
        Lines {
            formal: &[
                "Thank you for your choice. A colleague will complete the order with you here.",
                "I have noted your order request; a colleague will finalise it with you here.",
                "Your choice has reached our team; a colleague will write to you here to complete it.",
                "Thank you. A colleague will go through the order with you here.",
            ],
            warm: &[
                "Lovely choice 🌷 A colleague will finalise your order with you here.",
                "Great pick! 😍 A colleague will go through the order with you here.",
                "Noted 🌸 A colleague will write here to complete your order.",
                "Thank you for choosing it 🌷 A colleague will set the order up with you here.",
            ],
            brief: &[
                "Noted 🌷 A colleague will finalise the order here.",
                "Thanks! A colleague will write to complete it.",
                "Great, a colleague will set up the order here 🌸",
                "Your order request is with a colleague.",
            ],
        },
    ),
    (
        Say::HandOverCase,
        Lines {
            formal: &[
                "I have passed your request about the order to a colleague, who will reply here.",
                "Your request is noted; a colleague will check the order and write to you here.",
                "A colleague will look into your order and get back to you here.",
                "Your request has reached our team; a colleague will reply after checking the order.",
            ],
            warm: &[
                "Noted 🌷 A colleague will look at your order and write back here.",
                "I see 🌸 A colleague will check your order and reply here.",
                "I've left this with a colleague, who'll sort it out with you here 😊",
                "Got your request 🌷 A colleague is on it and will write here.",
            ],
            brief: &[
                "Noted; a colleague will check 🌷",
                "Got it. A colleague will reply here.",
                "Passed on; a colleague will write here.",
                "A colleague will look into your order 🌸",
            ],
        },
    ),
    (
        Say::Sorry,
        Lines {
            formal: &[
                "We are sorry about this. A colleague will look into it and reply here.",
                "Please accept our apologies; I have passed this to a colleague to follow up.",
                "We regret the trouble. A colleague will see to it and write to you here.",
                "We are sorry to hear that. A colleague will read your message and answer here.",
            ],
            warm: &[
                "I'm really sorry about that 🙏 A colleague will look into it and reply here.",
                "Apologies for the trouble 🙏 I've passed it to a colleague, who'll follow up here.",
                "I understand, and I'm sorry. A colleague will take care of it here 🙏",
                "So sorry you had this trouble 🙏 A colleague will read it and talk to you here.",
            ],
            brief: &[
                "Sorry about that 🙏 A colleague will follow up here.",
                "Apologies; a colleague will look into it.",
                "I'm sorry 🙏 A colleague will reply here.",
                "Sorry for the trouble; it's with a colleague now.",
            ],
        },
    ),
    (
        Say::Privacy,
        Lines {
            formal: &[
                "Your request about your personal data is noted; a colleague will see to it and reply here.",
                "Your request concerning your data has reached the person in charge, who will answer here.",
                "I have noted your request about your data; a colleague will follow it up.",
                "Your message about personal data was received; a colleague will check and reply here.",
            ],
            warm: &[
                "Your request about your data is noted 🌷 A colleague will see to it and reply here.",
                "I see; I've passed your request about your data to a colleague 🌸",
                "Noted your data request 🌷 A colleague will let you know here.",
                "Got your message about your data; a colleague will check and write here.",
            ],
            brief: &[
                "Your data request is noted; a colleague will follow up.",
                "About your data, a colleague will reply here 🌷",
                "Noted; a colleague will see to your data request.",
                "Your data request is with a colleague.",
            ],
        },
    ),
    (
        Say::OptOut,
        Lines::all(&[
            "Done, no more automated messages from us. Write START any time to turn them on again.",
            "You won't get automated messages any more. If you change your mind, write START.",
            "Automated messages are off for you. START turns them on again.",
            "All right, we won't send automated messages. Write START to have them back.",
        ]),
    ),
    (
        Say::OptIn,
        Lines::all(&[
            "Welcome back! Automated answers are on again; how can I help?",
            "They're on again 🌷 Write STOP any time to turn them off.",
            "Good to have you back 🌸 What can I do for you?",
            "Automated answers are back on. Go ahead!",
        ]),
    ),
    (
        Say::Refusal,
        Lines {
            formal: &[
                "I am not able to do that. I am glad to help with our products and orders.",
                "I cannot help with this request; please ask me anything about the shop.",
                "That is not something I can do. For questions about shopping I am at your service.",
                "I cannot carry out that request; a colleague will see your message too.",
            ],
            warm: &[
                "That's not something I can do 🌷 but I'm happy to help with products and orders.",
                "I can't help with that one; ask me anything about the shop 🌸",
                "That one isn't up to me 🙏 Any shopping question, I'm here.",
                "Sorry, I can't do that; a colleague will see your message too 🌷",
            ],
            brief: &[
                "I can't do that; happy to help with the shop.",
                "Sorry, I can't help with that.",
                "Not something I can do. Any shopping question?",
                "That isn't up to me, sorry.",
            ],
        },
    ),
    (
        Say::Attachment,
        Lines::all(&[
            "Got it! A colleague will take a look and answer here 🌷",
            "Thanks for sending this; a colleague will see it and reply here.",
            "Received 🌸 A colleague will have a look and write to you here.",
            "Your file arrived; a colleague will look at it and help you here.",
        ]),
    ),
    (
        Say::Receipt,
        Lines::all(&[
            "Thank you; a colleague will check the payment and let you know here 🌷",
            "Noted. A colleague will check your payment and write here.",
            "Thanks for telling us 🌸 A colleague will look at the payment and reply here.",
            "Your payment message arrived; a colleague will check it and confirm here.",
        ]),
    ),
    (
        Say::SeeDm,
        Lines {
            formal: &[
                "Thank you for asking; we have sent you a direct message 🌷",
                "We have written the details to you by DM.",
                "Please see your messages; the answer is there 🌸",
                "We have answered you by direct message.",
            ],
            warm: &[
                "We've just sent you a DM 🌷",
                "The answer is in your DMs 🌸",
                "Check your messages, we wrote to you 😊",
                "Popped the details into your DMs 🌷",
            ],
            brief: &[
                "Sent you a DM 🌷",
                "Check your DMs 🌸",
                "DM sent ✅",
                "It's in your messages 🌷",
            ],
        },
    ),
    (
        Say::PleaseDm,
        Lines {
            formal: &[
                "Please send us a direct message so that we can help you 🌷",
                "For a precise answer, please write to us by DM.",
                "We will gladly help you by direct message 🌸",
                "Please send us your question by DM; we are happy to help.",
            ],
            warm: &[
                "Send us a DM and we'll help you out 🌷",
                "Pop us a message and we'll tell you all about it 🌸",
                "Could you DM us about this one? 😊",
                "Write to us in DMs, we're happy to help 🌷",
            ],
            brief: &[
                "Please DM us 🌷",
                "We'll help in DMs 🌸",
                "Could you DM us? 🙏",
                "Ask us in DMs 🌷",
            ],
        },
    ),
    (
        Say::PublicThanks,
        Lines {
            formal: &[
                "Thank you for your kindness 🌷",
                "We appreciate your kind words 🌸",
                "Thank you for being with us 🙏",
                "We are glad that you like it 🌷",
            ],
            warm: &[
                "Aw, thank you! 🌷",
                "You made our day 😍",
                "So happy you like it 🌸",
                "Thank you so much ❤️",
            ],
            brief: &[
                "Thank you 🌷",
                "Thanks ❤️",
                "So kind 🌸",
                "Much appreciated 🙏",
            ],
        },
    ),
    (
        Say::PublicSorry,
        Lines::all(&[
            "We're sorry about that 🙏 Please send us a DM so we can look into it.",
            "Sorry for the trouble; write to us by DM and a colleague will follow up 🙏",
            "We're sorry to read this. Could you DM us, so that we can check? 🙏",
            "Thank you for telling us 🙏 Please send a DM and we'll see to it.",
        ]),
    ),
];
