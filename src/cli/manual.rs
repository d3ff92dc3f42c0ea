//! `otp man`: the manual page, made from the grammar.

use clap_mangen::Man;

use crate::app::{Error, Exit};
use crate::cli::{grammar, output::Output};

/// Prints the page in roff.
pub fn run(out: &Output) -> Result<Exit, Error> {
    out.bytes(&page()?)?;
    Ok(Exit::Ok)
}

/// The page: the program, then a section for each command.
pub fn page() -> Result<Vec<u8>, Error> {
    let mut command = grammar();
    command.build();
    let mut page = Vec::new();
    let failed = |error: std::io::Error| {
        Error::new(
            Exit::Failed,
            format!("Cannot draw the manual page: {error}"),
            "",
        )
    };
    Man::new(command.clone())
        .date("")
        .render(&mut page)
        .map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        section(&mut page, sub).map_err(failed)?;
    }
    Ok(page)
}

fn section(page: &mut Vec<u8>, command: &clap::Command) -> std::io::Result<()> {
    let title = command
        .get_bin_name()
        .unwrap_or(command.get_name())
        .to_uppercase();
    page.extend_from_slice(format!(".SH \"{title}\"\n").as_bytes());
    // The global options stand once, at the top.
    let own = command.clone().mut_args(|arg| {
        let global = arg.is_global_set() || arg.get_id() == "help";
        arg.hide(global)
    });
    let man = Man::new(own);
    let mut body = Vec::new();
    man.render_description_section(&mut body)?;
    man.render_synopsis_section(&mut body)?;
    man.render_options_section(&mut body)?;
    if command.get_after_long_help().is_some() {
        man.render_extra_section(&mut body)?;
    }
    // Inside a command's section the parts become sub-sections.
    page.extend_from_slice(
        String::from_utf8_lossy(&body)
            .replace(".SH ", ".SS ")
            .replace(".SS EXTRA", ".SS EXAMPLES")
            .as_bytes(),
    );
    for sub in command.get_subcommands() {
        section(page, sub)?;
    }
    Ok(())
}
