//! Pictures of the demo shop's products, drawn as SVG by a few lines each.

use std::fmt::Write as _;

/// What is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Garment {
    /// Manto, abaya, coat.
    Coat,
    /// Blouse, shirt.
    Shirt,
    /// T-shirt.
    Tee,
    /// Hoodie, sweatshirt.
    Hoodie,
    /// Jeans, trousers.
    Trousers,
    /// Dress, pinafore.
    Dress,
    /// Skirt.
    Skirt,
    /// Shawl, scarf.
    Scarf,
    /// Bag.
    Bag,
    /// Shoes, boots.
    Shoe,
}

/// Draws a garment in a colour, as a 600 by 600 SVG document. `turn` (0 to 5) picks the ground, so
/// that neighbours in a grid differ.
pub fn draw(garment: Garment, colour: &str, turn: usize) -> String {
    let grounds = [
        "#f3efe8", "#e9edf2", "#f2e9e6", "#eaf0ea", "#f1ecdf", "#ece8f1",
    ];
    let ground = grounds[turn % grounds.len()];
    let mut svg = String::new();
    let _infallible = write!(
        svg,
        concat!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600">"##,
            r##"<rect width="600" height="600" fill="{ground}"/>"##,
            r##"<circle cx="300" cy="330" r="230" fill="#fff" opacity=".55"/>"##,
            r##"<ellipse cx="300" cy="548" rx="150" ry="14" fill="#000" opacity=".08"/>"##,
            r##"<g fill="{colour}" stroke="#1b1b22" stroke-opacity=".35" stroke-width="4" "##,
            r##"stroke-linejoin="round" stroke-linecap="round">{shape}</g></svg>"##,
        ),
        ground = ground,
        colour = colour,
        shape = shape(garment),
    );
    svg
}

const fn shape(garment: Garment) -> &'static str {
    match garment {
        Garment::Coat => concat!(
            r##"<path d="M235 90 180 120 110 330l52 22 34-92-22 270h252l-22-270 34 92 "##,
            r##"52-22-70-210-55-30-65 40z"/>"##,
            r##"<path d="M235 90l65 120 65-120M300 210v320" fill="none"/>"##,
            r##"<path d="M205 400h52M343 400h52" fill="none"/>"##,
        ),
        Garment::Shirt => concat!(
            r##"<path d="M240 110 175 140 105 300l62 34 30-60v230h206V274l30 60 "##,
            r##"62-34-70-160-65-30-60 34z"/>"##,
            r##"<path d="M240 110l60 70 60-70M300 180v324" fill="none"/>"##,
            r##"<g fill="#1b1b22" fill-opacity=".4" stroke="none"><circle cx="312" cy="240" "##,
            r##"r="5"/><circle cx="312" cy="310" r="5"/><circle cx="312" cy="380" "##,
            r##"r="5"/><circle cx="312" cy="450" r="5"/></g>"##,
        ),
        Garment::Tee => concat!(
            r##"<path d="M230 130 160 160 100 270l70 40 24-36v230h212V274l24 36 "##,
            r##"70-40-60-110-70-30c-12 44-128 44-140 0z"/>"##,
            r##"<path d="M230 130c12 60 128 60 140 0" fill="none"/>"##,
        ),
        Garment::Hoodie => concat!(
            r##"<path d="M225 150 160 180 95 420l60 18 40-130v200h210V308l40 130 "##,
            r##"60-18-65-240-65-30z"/>"##,
            r##"<path d="M225 150c0-70 150-70 150 0-10 50-140 50-150 0z"/>"##,
            r##"<path d="M235 400h130l22 70H213zM280 195v70M320 195v70" fill="none"/>"##,
        ),
        Garment::Trousers => concat!(
            r##"<path d="M205 90h190l24 440h-90l-29-300-29 300h-90z"/>"##,
            r##"<path d="M203 122h194M300 122v70M232 122c0 40-10 56-30 62M368 122c0 40 10 56 "##,
            r##"30 62" fill="none"/>"##,
        ),
        Garment::Dress => concat!(
            r##"<path d="M245 80h22c6 40 60 40 66 0h22l12 170 90 280H143l90-280z"/>"##,
            r##"<path d="M233 250h134M270 262l-30 262M330 262l30 262M300 262v264" fill="none"/>"##,
        ),
        Garment::Skirt => concat!(
            r##"<path d="M215 120h170l80 400H135z"/>"##,
            r##"<path d="M210 150h180M250 152l-44 366M300 152v368M350 152l44 366" fill="none"/>"##,
        ),
        Garment::Scarf => concat!(
            r##"<path d="M170 130c80-50 180-50 260 0l20 90c-90-40-210-40-300 0z"/>"##,
            r##"<path d="M170 210l40 300 70-10-24-300zM350 196l40 320 66-16-36-300z"/>"##,
            r##"<path d="M214 512l4 26M236 510l4 26M258 506l4 26M396 516l4 26M418 512l4 26M440 "##,
            r##"506l4 26" fill="none"/>"##,
        ),
        Garment::Bag => concat!(
            r##"<path d="M205 250c0-170 190-170 190 0" fill="none" stroke-width="18"/>"##,
            r##"<path d="M150 250h300l28 250c2 16-8 26-24 26H146c-16 0-26-10-24-26z"/>"##,
            r##"<path d="M150 330h300M275 330v46h50v-46" fill="none"/>"##,
        ),
        Garment::Shoe => concat!(
            r##"<path d="M120 300c40 26 80 26 112-10l40 20 90 84c30 22 92 24 112 48 10 14 8 34 "##,
            r##"2 44H120z"/>"##,
            r##"<path d="M112 486h372v26c0 8-6 14-14 14H126c-8 0-14-6-14-14z" fill="#fff"/>"##,
            r##"<path d="M262 326l-24 26M294 354l-24 26M326 384l-24 26" fill="none"/>"##,
        ),
    }
}
