//! Notes: kept for colleagues, never sent.

use serde_json::json;

use crate::acts::items;
use crate::database::engines;
use crate::shop::Shops;

#[tokio::test]
async fn a_note_is_kept_for_colleagues_and_nothing_is_sent() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let members = client.get(&shops.path("members")).await.expect(200).json();
        assert_eq!(items(&members).len(), 4);
        let owner = &items(&members)[0];
        assert_eq!(owner["role"], "owner");
        let path = shops.path(&format!("conversations/{}", shops.one.conversation));
        let body = json!({"text": " تخفیف ندهید @مریم ", "mentions": [owner["id"]]});
        let kept = client
            .post(&format!("{path}/notes"), &body)
            .await
            .expect(201);
        let kept = kept.json();
        assert_eq!(
            (&kept["kind"], &kept["author"]),
            (&json!("note"), &json!("member"))
        );
        assert_eq!(kept["text"], "تخفیف ندهید @مریم");
        assert_eq!(kept["mentions"][0]["id"], owner["id"]);
        let timeline = client
            .get(&format!("{path}/timeline"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&timeline)[0], kept);
        let row = client.get(&path).await.expect(200).json();
        assert_eq!(
            (&row["handler"], &row["last_message"]["is_ours"]),
            (&json!("ai"), &json!(false))
        );
        assert_eq!(
            shops
                .server
                .app
                .store
                .depths()
                .await
                .expect("depths")
                .queued,
            0
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn only_colleagues_can_be_named_and_an_analyst_only_reads() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let path = shops.path(&format!("conversations/{}/notes", shops.one.conversation));
        let client = shops.signed_in("agent@one.test").await;
        let stranger = "mem_01jd0000000000000000000000";
        let body = json!({"text": "؟", "mentions": [stranger]});
        let wrong = client.post(&path, &body).await.expect(422).wrong();
        assert_eq!(wrong, [("/mentions/0".to_owned(), "unknown".to_owned())]);
        let empty = client
            .post(&path, &json!({"text": "  "}))
            .await
            .expect(422)
            .wrong();
        assert_eq!(empty, [("/text".to_owned(), "required".to_owned())]);
        let analyst = shops.signed_in("analyst@one.test").await;
        analyst.post(&path, &json!({"text": "؟"})).await.expect(403);
        shops.close().await;
    }
}
