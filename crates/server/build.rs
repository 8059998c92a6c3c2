//! Brings the built dashboard into the binary; without one, a page that says how to build it.

use std::path::Path;
use std::{env, fs, io};

const DASHBOARD: &str = "../../web/dist";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // The folder is watched, and a folder that does not exist would be watched as "changed".
    fs::create_dir_all(DASHBOARD)?;
    let built = Path::new(DASHBOARD).join("index.html");
    let page = if built.exists() {
        fs::read_to_string(built)?
    } else {
        not_built().to_owned()
    };
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("index.html"), page)?;
    memory_serve::load_directory(DASHBOARD);
    Ok(())
}

fn not_built() -> &'static str {
    r#"<!doctype html>
<html lang="__LANG__" dir="__DIR__" data-theme="__THEME__">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Palette</title>
<h1 lang="fa" dir="rtl">داشبورد هنوز ساخته نشده است</h1>
<p lang="fa" dir="rtl">سرور روشن است. برای ساختن داشبورد، این دو فرمان را
در پوشهٔ پروژه اجرا کنید و سرور را دوباره بسازید:</p>
<h2 lang="en" dir="ltr">The dashboard has not been built yet</h2>
<p lang="en" dir="ltr">The server runs. To build the dashboard, run these in the
project's folder and build the server again:</p>
<pre dir="ltr">npm --prefix web ci
npm --prefix web run build</pre>
</html>
"#
}
