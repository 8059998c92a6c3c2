//! Posts and stories of an account, and the pictures drawn for them.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, Millis};
use crate::world::World;

/// A post, a reel, a story or a live broadcast.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Media {
    /// Its id.
    pub id: String,
    /// The account that owns it, by IG_ID.
    pub ig_id: String,
    /// Its caption; empty for a story.
    pub caption: String,
    /// `FEED`, `REELS`, `STORY` or `LIVE`.
    pub product_type: String,
    /// The pictures of an album, in order.
    #[serde(default)]
    pub children: Vec<String>,
    /// The album it is a picture of.
    #[serde(default)]
    pub album: Option<String>,
    /// Holds what is another's, so that its file is not given out.
    #[serde(default)]
    pub copyrighted: bool,
    /// When a live broadcast ended.
    #[serde(default)]
    pub ended: Option<Millis>,
    /// A picture from elsewhere; else the simulator shows one itself.
    pub picture_url: Option<String>,
    /// An SVG document that it shows; else it draws one.
    #[serde(default)]
    pub picture_svg: Option<String>,
    /// The short text in its address.
    pub shortcode: String,
    /// When it was published.
    pub at: Millis,
    /// How many like it.
    pub likes: u64,
    /// Whether comments are open.
    pub comments_enabled: bool,
}

impl Media {
    /// The address of its picture.
    pub fn picture(&self, base: &str) -> String {
        self.picture_url
            .clone()
            .unwrap_or_else(|| format!("{base}/media/{}.svg", self.id))
    }

    /// The address of its page.
    pub fn permalink(&self) -> String {
        let kind = if self.product_type == "REELS" {
            "reel"
        } else {
            "p"
        };
        format!("https://www.instagram.com/{kind}/{}/", self.shortcode)
    }

    /// Whether it is a broadcast that still runs.
    pub fn is_live(&self) -> bool {
        self.product_type == "LIVE" && self.ended.is_none()
    }

    /// Whether it can be seen at this time; a story ends after a day.
    pub fn alive(&self, now: Millis) -> bool {
        self.product_type != "STORY" || now - self.at < DAY
    }
}

impl World {
    /// Publishes a post or story of an account and gives its id.
    pub(crate) fn publish(
        &mut self,
        ig_id: &str,
        caption: &str,
        product_type: &str,
        picture_url: Option<String>,
        at: Millis,
    ) -> String {
        let prefix = if product_type == "STORY" { "18" } else { "179" };
        let id = self.chance.digits(prefix, 17);
        let shortcode = self.chance.letters("D", 11);
        let likes = 15 + self.chance.next() % 400;
        let media = Media {
            id: id.clone(),
            ig_id: ig_id.to_owned(),
            caption: caption.to_owned(),
            product_type: product_type.to_owned(),
            children: Vec::new(),
            album: None,
            copyrighted: false,
            ended: None,
            picture_url,
            picture_svg: None,
            shortcode,
            at,
            likes,
            comments_enabled: true,
        };
        self.media.insert(id.clone(), media);
        id
    }

    /// Makes an album of a post: so many pictures, each a media of its own.
    pub(crate) fn make_album(&mut self, id: &str, pictures: usize) {
        let Some(album) = self.media.get(id).cloned() else {
            return;
        };
        for _ in 0..pictures {
            let child = self.publish(&album.ig_id, "", &album.product_type, None, album.at);
            if let Some(media) = self.media.get_mut(&child) {
                media.album = Some(album.id.clone());
            }
            if let Some(media) = self.media.get_mut(id) {
                media.children.push(child);
            }
        }
    }

    /// Posts of an account, newest first; stories, broadcasts and pictures of albums are not
    /// among them.
    pub(crate) fn posts(&self, ig_id: &str) -> Vec<&Media> {
        let mut posts: Vec<&Media> = self
            .media
            .values()
            .filter(|media| media.ig_id == ig_id && media.album.is_none())
            .filter(|media| !matches!(media.product_type.as_str(), "STORY" | "LIVE"))
            .collect();
        posts.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.id.cmp(&a.id)));
        posts
    }

    /// The newest story of an account that can still be seen.
    pub(crate) fn story(&self, ig_id: &str, now: Millis) -> Option<&Media> {
        self.media
            .values()
            .filter(|media| media.ig_id == ig_id && media.product_type == "STORY")
            .filter(|media| media.alive(now))
            .max_by_key(|media| media.at)
    }
}
