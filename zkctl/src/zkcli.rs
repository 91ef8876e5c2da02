//! zkCli's way to start the program: `-server`, `-timeout` and their like, rewritten before clap sees them.

use std::ffi::OsString;

/// Turns zkCli's single-dash options, where they stand before the command, into ours.
pub fn rewrite(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args = args.into_iter();
    let mut out: Vec<OsString> = args.next().into_iter().collect();
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("-server") => out.push("--connect".into()),
            Some("-r") => out.push("--accept-read-only".into()),
            Some("-client-configuration") => out.push("--client-configuration".into()),
            Some("-waitforconnection") => {}
            Some("-timeout") => {
                out.push("--session-timeout".into());
                if let Some(value) = args.next() {
                    let mut value = value;
                    value.push("ms");
                    out.push(value);
                }
                continue;
            }
            Some(option) if option.starts_with('-') => out.push(arg),
            // The first word that is no option is the command or an option's value: ours from here on.
            _ => {
                out.push(arg);
                if out.len() > 2 && is_renamed(&out[out.len() - 2]) {
                    continue;
                }
                break;
            }
        }
    }
    out.extend(args);
    out
}

/// Options whose value comes next and is not the command.
fn is_renamed(option: &OsString) -> bool {
    option == "--connect" || option == "--client-configuration"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zkcli_options_are_rewritten_before_the_command_only() {
        let to = |line: &str| -> String {
            let out = rewrite(line.split(' ').map(OsString::from));
            out.iter().map(|a| a.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            to("zkctl -server h:1 -timeout 3000 -r ls -server"),
            "zkctl --connect h:1 --session-timeout 3000ms --accept-read-only ls -server"
        );
        assert_eq!(
            to("zkctl -client-configuration f -server h:1 ls"),
            "zkctl --client-configuration f --connect h:1 ls"
        );
        assert_eq!(to("zkctl -waitforconnection ls /"), "zkctl ls /");
        assert_eq!(to("zkctl -C h:1 get /a"), "zkctl -C h:1 get /a");
    }
}
