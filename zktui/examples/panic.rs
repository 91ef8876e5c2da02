//! Takes over the terminal and panics: what is left of the screen then is looked at by `cargo xtask interop zktui`.

fn main() -> anyhow::Result<()> {
    let _screen = zktui::shell::terminal::Screen::open(true)?;
    panic!("as it was asked to");
}
