//! URIs in everything that people paste.

use super::*;

fn found(text: &str) -> Vec<String> {
    find(text)
        .iter()
        .inspect(|link| assert!(!link.may_go_on, "{text}"))
        .map(|link| link.uri.expose().to_owned())
        .collect()
}

const A: &str = "otpauth://totp/Gitforge:mira?secret=MFZXIZLSNFXWI2LO&issuer=Gitforge";
const B: &str = "otpauth://hotp/Vault:tola?secret=NNQXE5LNFVSW2YLO&counter=4";

#[test]
fn prose_lists_and_markup_give_their_uris() {
    for text in [
        format!("{A}\n{B}"),
        format!("{A}\r\n\r\n# comment\n   {B}"),
        format!("{A},{B}"),
        format!("{A}, {B}; "),
        format!("{A}{B}"),
        format!("Please add {A}. Then also ({B})!"),
        format!("* forge: <{A}>\n* [vault]({B})\n"),
        format!("- {A}\n- {B}\n"),
        format!("[\"{A}\",\"{B}\"]"),
        format!("{{'x': '{A}', 'y': '{B}'}}"),
        format!(
            "<a href=\"{}\">x</a><a href='{B}'>",
            A.replace('&', "&amp;")
        ),
        format!("{} and {B}", A.replace('&', "&#38;").replace('=', "&#61;")),
        format!("&lt;{}&gt; {B}", A.replace('&', "&amp;amp;")),
        format!(
            "{{\"u\":\"{}\",\"v\":\"{B}\"}}",
            A.replace('/', "\\/").replace('&', "\\u0026")
        ),
        format!("\"{A}\\n{B}\""),
        format!("{A} {A}\n{B}\n{A}"),
        format!("otp: {A}\nlogin: x\n{B}|"),
        format!("`{A}` **{B}**"),
    ] {
        assert_eq!(found(&text), [A, B], "{text}");
    }
}

#[test]
fn what_stands_behind_a_tab_is_no_parameter() {
    let text = "otpauth-migration://offline?data=,3\t&issuer=";
    let uri = "otpauth-migration://offline?data=";
    assert_eq!(found(text), [uri]);
    // What was found is found again.
    assert_eq!(found(uri), [uri]);
}

#[test]
fn mail_sources_are_decoded() {
    let quoted = A.replace('=', "=3D");
    let (start, end) = quoted.split_at(30);
    for text in [
        quoted.clone(),
        format!("see {start}=\r\n{end} now"),
        format!("see {start}=\n{end}."),
        format!("<a href=3D\"{}\">", quoted.replace('&', "&amp;")),
    ] {
        assert_eq!(found(&text), [A], "{text}");
    }
    let one = "otpauth://totp/mira?secret=MFZXIZLSNFXWI2LO";
    let quoted = one.replace('=', "=3D");
    let declared = format!("Content-Transfer-Encoding: Quoted-Printable\n\n{quoted}\n");
    assert_eq!(found(&declared), [one]);
    let (start, end) = quoted.split_at(38);
    let broken = format!("{}{start}=\n{end}", "x".repeat(40) + " ");
    assert_eq!(found(&broken), [one]);
    let accents = "otpauth://totp/=C3=89va:x?secret=3DMFZX&issuer=3D=C3=89va";
    assert_eq!(
        found(accents),
        ["otpauth://totp/Éva:x?secret=MFZX&issuer=Éva"]
    );
}

#[test]
fn a_secret_that_begins_with_3d_is_left_alone() {
    for uri in [
        "otpauth://totp/mira?secret=3DMFZXIZLSNFXWI2",
        "otpauth://totp/mira?secret=3DMFZXIZLSNFXWI2&issuer=Gitforge",
        "otpauth://totp/mira?secret=3DMFZXIZLSNE======",
    ] {
        assert_eq!(found(uri), [uri]);
        assert_eq!(found(&format!("{uri}\n{B}")), [uri, B]);
    }
    let mail = format!("Content-Transfer-Encoding: quoted-printable\n\n{A}");
    assert_eq!(found(&mail), [A], "a part in another encoding");
}

#[test]
fn words_are_never_glued_to_a_secret() {
    let uri = "otpauth://totp/mira?secret=MFZXIZLSNFXWI2LO";
    for text in [
        format!("{uri} please"),
        format!("{uri} and more text"),
        format!("add {uri} please"),
    ] {
        assert_eq!(found(&text), [uri], "{text}");
    }
    let spaced = "otpauth://totp/Big Corp:mira lee?secret=mfzx izls nfxw i2lo&issuer=Big Corp";
    assert_eq!(found(spaced), [spaced]);
    assert_eq!(found(&format!("{{\"uri\": \"{spaced}\"}}")), [spaced]);
    assert_eq!(found(&format!("{spaced}\n{B}")), [spaced, B]);
}

#[test]
fn labels_keep_their_own_punctuation() {
    for uri in [
        "otpauth://totp/O'Brien:a(b)?secret=MFZXIZLSNFXWI2LO",
        "otpauth://totp/CORP\\mira?secret=MFZXIZLSNFXWI2LO",
        "otpauth://totp/x:y?secret=MFZXIZLSNE======",
        "apple-otpauth://totp/x?secret=MFZXIZLSNFXWI2LO",
        "OTPAUTH://TOTP/x?secret=MFZXIZLSNFXWI2LO",
        "otpauth-migration://offline?data=CjkKFPext0iq%2BjQ%3D",
        "lpaauth-migration://offline?data=x",
        "motp://x:y?secret=00112233445566778899aabbccddeeff",
        "steam://NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF",
    ] {
        assert_eq!(found(uri), [uri]);
        assert_eq!(found(&format!("see {uri}, ok")), [uri]);
        assert_eq!(found(&format!("({uri})")), [uri]);
    }
}

#[test]
fn backslashes_belong_to_names_unless_they_are_quoted() {
    for name in [
        r"DOMAIN\nick",
        r"DOMAIN\tola",
        r"DOMAIN\u0041bc",
        r"DOMAIN\rosa",
    ] {
        let uri = format!("otpauth://totp/Corp:{name}?secret=MFZXIZLSNFXWI2LO&issuer=Corp");
        assert_eq!(found(&uri), [uri.as_str()]);
        assert_eq!(found(&format!("{A}\n{uri}\n{B}\n")), [A, &uri, B]);
        let json = uri.replace('\\', r"\\");
        assert_eq!(found(&format!("[\"{json}\", \"{B}\"]")), [uri.as_str(), B]);
    }
    let escaped = "{\"text\": \"Scan\\n\\\"otpauth://totp/Caf\\u00e9:x?secret=MFZX\\\" now\"}";
    assert_eq!(found(escaped), ["otpauth://totp/Café:x?secret=MFZX"]);
}

#[test]
fn what_stands_behind_a_link_is_no_part_of_it() {
    for tail in [
        "#fragment",
        "#L=1&x=2",
        "  # my work account",
        " #2",
        "\tmy work account\t2024",
        ",work,2024-05-01",
        ", work, 2024-05-01",
        ";work;2024",
        "; the one for work",
        "|work|",
    ] {
        for text in [
            format!("{A}{tail}"),
            format!("x,{A}{tail}"),
            format!("- {A}{tail}\n{B}"),
        ] {
            let uris = found(&text);
            assert_eq!(uris.first().map(String::as_str), Some(A), "{text}");
        }
    }
    for whole in [
        "otpauth://totp/Acme, Inc:x?secret=MFZXIZLSNFXWI2LO&issuer=Acme, Inc",
        "otpauth://totp/Steam:Alt #2?secret=MFZXIZLSNFXWI2LO&issuer=Steam",
        "otpauth://totp/a,b;c|d?issuer=a,b&secret=MFZXIZLSNFXWI2LO",
    ] {
        assert_eq!(found(whole), [whole]);
    }
}

#[test]
fn other_links_are_no_accounts() {
    for text in [
        "",
        "hello, nothing here",
        "https://example.test/?secret=MFZX",
        "steam://run/440 steam://friends steam://open/main steam://settings",
        "otpauth:/totp/x",
        "://",
        "é://otpauth",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn links_in_several_lines_are_joined() {
    let long = "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar&digits=8";
    for cut in [
        "Link:\notpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK\n3PXP&issuer=Bar&digits=8\n",
        "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar\n&digits=8",
        "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar&\r\n  digits=8\r\nBye",
        "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&iss\nuer=Bar&digits=8\nthanks",
        "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar&digits=\n8",
        "otpauth://totp/Ba\nr:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar&digits=8",
        "<otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=B\nar&digits=8> and more",
        "see otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXP\nJBSWY3DPEHPK3PXP\n&issuer=Bar&digits=8 there",
    ] {
        assert_eq!(found(cut), [long], "{cut}");
        assert_eq!(found(&format!("{cut}\n{B}")), [long, B], "{cut}");
    }
    let hash = "otpauth://totp/x?secret=MFZXIZLSNFXWI2LO&algorithm=SHA256";
    assert_eq!(found(&hash.replace("SHA256", "SHA\n256")), [hash]);
    // What a field of one line makes of it.
    let spaced = long.replace("EHPK3PXP&", "EHPK 3PXP&");
    assert_eq!(found(&spaced), [spaced]);
}

#[test]
fn what_stands_behind_a_joined_link_is_no_part_of_it() {
    let (first, last) = A.split_once("issuer=").expect("an issuer");
    for text in [
        format!("{first}\nissuer={last}, and so on"),
        format!("<p>See {first}\nissuer={last}</p>"),
        format!("See {first}\r\nissuer={last}."),
        format!("({first}\nissuer={last})"),
        format!("{first}\nissuer={last}#one"),
        format!("\"{A}\n<b>\""),
    ] {
        assert_eq!(found(&text), [A], "{text}");
    }
}

#[test]
fn what_may_belong_to_a_link_is_told_and_what_cannot_is_left() {
    let link = "otpauth://totp/mira?secret=MFZXIZLSNFXWI2LO";
    let small = "otpauth://totp/mira?secret=mfzxizlsnfxwi2lo";
    for text in [
        format!("{link}\nREGARDS"),
        format!("{small}\nthanks"),
        format!("{link}&period=6\n0"),
    ] {
        assert!(find(&text)[0].may_go_on, "{text}");
    }
    for text in [
        format!("{link}\nthanks"),
        format!("{link}\nMany thanks"),
        format!("{link}\n\n3PXP"),
        format!("{link}\nmira@example.test"),
    ] {
        assert_eq!(found(&text), [link], "{text}");
    }
}

#[test]
fn links_inside_links_and_bodies_are_decoded() {
    let plain = "otpauth://totp/mira@host?secret=O7F6BWF2PTVVJZJQ&issuer=host";
    let mut encoded = String::new();
    crate::account::percent::encode_into(&mut encoded, plain);
    let twice = encoded.replace('%', "%25");
    let half = plain
        .replace('?', "%3F")
        .replace('=', "%3D")
        .replace('&', "%26");
    let mail = data_encoding::BASE64.encode(format!("Dear Mira, caf\u{e9}:\n{plain}\n").as_bytes());
    let (start, end) = mail.split_at(76);
    for text in [
        format!("https://www.google.com/chart?chs=200x200&cht=qr&chl={half}"),
        format!("https://api.qrserver.com/v1/create-qr-code/?data={encoded}&size=200x200"),
        format!(
            "<img src=\"https://q.test/?d={}\">",
            encoded
                .to_lowercase()
                .replace("o7f6bwf2ptvvjzjq", "O7F6BWF2PTVVJZJQ")
        ),
        format!("https://r.test/go?to={twice}"),
        encoded.clone(),
        half,
        format!("Subject: key\nContent-Transfer-Encoding: base64\n\n{start}\n{end}\n\n--x"),
        mail,
    ] {
        assert_eq!(found(&text), [plain], "{text}");
    }
}

#[test]
fn emphasis_around_a_link_is_no_part_of_it() {
    for mark in ["*", "**", "_", "~~", "`"] {
        assert_eq!(found(&format!("{mark}{A}{mark}")), [A]);
        assert_eq!(found(&format!("Add {mark}{A}{mark} now")), [A]);
    }
}

#[test]
fn words_around_a_link_never_become_letters_of_its_secret() {
    let link = "otpauth://totp/ACME:mira?issuer=ACME&secret=JBSWY3DPEHPK3PXP";
    for text in [
        format!("<p>{link} keep it safe</p>"),
        format!("<p>GitHub<br>{link}\nMail<br>{B}"),
        format!("<li>{link}\n   Work account</li>"),
        format!("`{link} keep it safe`"),
        format!("\"{link} keep it safe\""),
        format!("({link} keep it safe)"),
        format!("[{link} or type it]"),
        format!("{{{link} or type it}}"),
        format!("<td>{link} (old phone)</td>"),
    ] {
        assert_eq!(found(&text)[0], link, "{text}");
    }
    for text in [
        format!("<pre>\n{link}\nWORK\n</pre>"),
        format!("<div>Key: {link}\nREGARDS</div>"),
        format!("{link}\nWORK"),
    ] {
        assert!(find(&text)[0].may_go_on, "{text}");
    }
    let (first, last) = link.split_at(link.len() - 8);
    for text in [
        format!("<p>{first}\n  {last}</p>"),
        format!("<a href=\"{first}\n{last}\">x</a>"),
    ] {
        assert_eq!(found(&text), [link], "{text}");
    }
    // Groups are letters of it, in quotes as well.
    let grouped = link.replace("JBSWY3DPEHPK3PXP", "JBSW Y3DP EHPK 3PXP");
    assert_eq!(found(&format!("\"{grouped}\"")), [grouped]);
}
