//! Pictures drawn by code: garments for posts, letters for people.

use crate::chance::Chance;

/// Ground and garment colours that go together.
const PALETTES: &[(&str, &str, &str, &str)] = &[
    ("#dfe7f2", "#b9c9e2", "#2f4b7c", "#f6d55c"),
    ("#f3e3d7", "#e3c3aa", "#8c4a32", "#fff4e6"),
    ("#e2ece4", "#bcd3c1", "#3d6b52", "#f4efe1"),
    ("#f4dfe6", "#e6b8c8", "#96355a", "#fff7f9"),
    ("#e9e4f2", "#cdc1e4", "#56418c", "#f2c6de"),
    ("#efeadd", "#d9cfb2", "#5c5233", "#fdfaf0"),
    ("#dcebee", "#aacfd6", "#1f6070", "#ffd9a8"),
    ("#e6e6e6", "#c6c6c9", "#2b2b33", "#f7f7f7"),
    ("#e9edf0", "#cdd5da", "#7d8790", "#f3f5f6"),
    ("#d3dae4", "#b3bdcc", "#f7f5ef", "#a39c8c"),
    ("#dfd3c1", "#c3b293", "#efe3c8", "#9a8052"),
];

/// Which of these each garment wears, in the order of the captions of the default posts.
const WORN: &[usize] = &[0, 8, 9, 10, 1, 7, 6, 7, 2, 4, 5, 9];

/// Outlines of garments on a field of 400 by 400.
const GARMENTS: &[&str] = &[
    // coat
    "M150 92 L200 112 L250 92 L300 128 L322 300 L282 304 L276 200 L280 348 L206 348 L200 170 \
     L194 348 L120 348 L124 200 L118 304 L78 300 L100 128 Z",
    // hoodie
    "M158 104 Q200 60 242 104 L302 132 L326 290 L288 296 L274 210 L276 332 L124 332 L126 210 \
     L112 296 L74 290 L98 132 Z",
    // shirt
    "M156 92 L200 122 L244 92 L316 132 L296 196 L268 184 L270 336 L130 336 L132 184 L104 196 \
     L84 132 Z",
    // trousers
    "M140 84 L260 84 L274 344 L218 344 L202 170 L198 170 L182 344 L126 344 Z",
    // scarf
    "M150 76 L250 76 L266 134 L216 152 L272 326 L222 344 L198 206 L174 344 L124 330 L182 152 \
     L134 134 Z",
    // skirt
    "M156 92 L244 92 L308 330 Q200 356 92 330 Z",
    // shirt with collar
    "M152 90 L184 90 L200 116 L216 90 L248 90 L318 136 L300 200 L270 188 L270 340 L130 340 \
     L130 188 L100 200 L82 136 Z",
    // jacket
    "M152 96 L200 140 L248 96 L308 130 L324 282 L286 286 L274 208 L276 300 L124 300 L126 208 \
     L114 286 L76 282 L92 130 Z",
    // sweater
    "M160 100 Q200 124 240 100 L304 130 L326 292 L288 298 L272 208 L274 326 L126 326 L128 208 \
     L112 298 L74 292 L96 130 Z",
    // tunic
    "M160 90 Q200 116 240 90 L298 122 L282 190 L262 180 L296 346 Q200 364 104 346 L138 180 \
     L118 190 L102 122 Z",
    // bag
    "M120 160 L280 160 L298 332 L102 332 Z M150 160 Q150 84 200 84 Q250 84 250 160 L234 160 \
     Q234 100 200 100 Q166 100 166 160 Z",
    // shoe
    "M86 236 L150 208 L186 164 L222 176 Q236 226 300 238 Q326 246 324 284 L84 284 Z",
];

fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The picture of a post; `place` is its place among the posts, which picks the garment.
pub fn post(id: &str, place: usize, story: bool) -> String {
    let mut chance = Chance::new(number(id), 9);
    let (ground, shade, cloth, detail) = PALETTES[WORN[place % WORN.len()]];
    let garment = GARMENTS[place % GARMENTS.len()];
    let (width, height) = if story { (400, 711) } else { (400, 400) };
    let top = (height - 400) / 2;
    let mut dots = String::new();
    if chance.happens(0.5) {
        for _ in 0..26 {
            let (x, y) = (90 + chance.below(220), 96 + chance.below(250));
            dots.push_str(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"));
        }
    } else {
        for line in 0..9 {
            let y = 100 + line * 28;
            dots.push_str(&format!(
                "<rect x=\"60\" y=\"{y}\" width=\"280\" height=\"6\"/>"
            ));
        }
    }
    let tilt = chance.below(9) as i64 - 4;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\"><defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" \
         x2=\"0\" y2=\"1\"><stop offset=\"0\" stop-color=\"{ground}\"/><stop offset=\"1\" \
         stop-color=\"{shade}\"/></linearGradient><clipPath id=\"c\"><path d=\"{garment}\"/>\
         </clipPath></defs><rect width=\"{width}\" height=\"{height}\" fill=\"url(#g)\"/>\
         <circle cx=\"320\" cy=\"{sun}\" r=\"120\" fill=\"{shade}\" opacity=\".55\"/>\
         <g transform=\"translate(0 {top}) rotate({tilt} 200 200)\"><path d=\"{garment}\" \
         transform=\"translate(7 11)\" fill=\"#000\" opacity=\".13\"/><path d=\"{garment}\" \
         fill=\"{cloth}\"/><g clip-path=\"url(#c)\" fill=\"{detail}\" opacity=\".28\">{dots}</g>\
         <path d=\"M200 120 V330\" stroke=\"#fff\" stroke-width=\"2\" opacity=\".18\"/></g></svg>",
        sun = top + 70,
    )
}

/// The picture of a person or an account: a letter on a colour of their own.
pub fn avatar(id: &str, name: &str) -> String {
    let (ground, _, cloth, _) = PALETTES[(number(id) % 8) as usize];
    let letter = name
        .chars()
        .next()
        .map_or('•', |first| first.to_uppercase().next().unwrap_or(first));
    let letter = crate::consent::safe(&letter.to_string());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\" width=\"96\" \
         height=\"96\"><rect width=\"96\" height=\"96\" fill=\"{ground}\"/><text x=\"48\" y=\"62\" \
         font-family=\"Vazirmatn,Tahoma,sans-serif\" font-size=\"42\" font-weight=\"700\" \
         text-anchor=\"middle\" fill=\"{cloth}\">{letter}</text></svg>"
    )
}
