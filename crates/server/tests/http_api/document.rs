//! The document that is checked in is the one that the code makes.

#[test]
fn the_document_that_is_checked_in_is_up_to_date() {
    let made = palette_server::http::openapi()
        .to_pretty_json()
        .expect("JSON");
    let kept = include_str!("../../../../docs/api/openapi.json");
    assert!(
        made.trim() == kept.trim(),
        "docs/api/openapi.json is not what the code says; `cargo xtask openapi` writes it anew"
    );
}

#[test]
fn each_operation_has_a_name_and_a_permission() {
    let document = crate::walk::document();
    let mut names = Vec::new();
    for operation in crate::walk::operations(&document) {
        names.push(operation.name.clone());
        let known = ["none", "session", "read", "converse"].contains(&&*operation.permission)
            || operation.permission.starts_with("manage_");
        assert!(known, "{}: {}", operation.name, operation.permission);
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "two operations share a name");
}
