//! Files with odd corners, and what an import of each gives: older versions, parts that are missing or null, numbers as
//! texts, entries without codes beside those with one.

/// The secret in all of them.
pub const S: &str = "MFZXIZLSNFXWI2LO";

/// Format, file, what comes out; `%` stands for a secret.
pub const PLAIN: &[(&str, &str, &[&str])] = &[
    // Parts beside the codes that are null.
    (
        "aegis",
        r#"{"version":"1","header":null,"db":{"version":3,"groups":null,"entries":[{"type":"TOTP","uuid":null,
        "name":"a","issuer":"A","groups":null,"group":null,"note":null,"favorite":null,"icon":null,
        "info":{"secret":"%","algo":"HmacSHA256","digits":"8","period":"60"}},
        {"type":"hotp","name":"b","issuer":null,"groups":["x",null,7],"info":{"secret":"%","algo":null,"digits":6.0,"counter":"5"}}]}}"#,
        &["A:a totp SHA256 8 60 []", ":b hotp SHA1 6 5 []"],
    ),
    (
        "aegis",
        r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":1,"entries":[
        {"type":"steam","name":"g","issuer":"Steam","group":"Games","info":{"secret":"%","algo":"SHA1","digits":5,"period":30}}]}}"#,
        &["Steam:g steam SHA1 5 30 [Games]"],
    ),
    (
        "2fas",
        r#"{"schemaVersion":"3","groups":null,"servicesEncrypted":null,"services":[{"name":"A","secret":"mfzx izls nfxw i2lo",
        "groupId":7,"order":{"position":"1"},"otp":null},{"name":"B","secret":"%","order":null,
        "otp":{"account":"b","digits":null,"period":0,"algorithm":"SHA-512","tokenType":"TOTP"}},{"name":"C","secret":"%","otp":"x"}]}"#,
        &["A: totp SHA1 6 30 []", "B:b totp SHA512 6 30 []", "bad"],
    ),
    (
        "andotp",
        r#"[{"secret":"%","issuer":null,"label":"Shop - me","digits":"6","type":"TOTP","algorithm":"SHA1","thumbnail":"Default","tags":null,"period":"30"}]"#,
        &["Shop:me totp SHA1 6 30 []"],
    ),
    (
        "bitwarden",
        r#"{"encrypted":false,"folders":null,"collections":null,"items":[{"type":"1","name":"Site","favorite":null,"notes":null,
        "folderId":null,"collectionIds":[null],"deletedDate":null,"login":{"username":null,"totp":"%"}},
        {"name":"Typeless","login":{"totp":"otpauth://totp/x?secret=%"}},{"type":1,"name":"none","login":null},
        {"type":1,"name":"gone","deletedDate":"2026-01-01","login":{"totp":"%"}}]}"#,
        &["Site: totp SHA1 6 30 []", "Typeless:x totp SHA1 6 30 []"],
    ),
    (
        "stratum",
        r#"{"Authenticators":[{"Type":"2","Issuer":"A","Username":null,"Secret":"%","Algorithm":"1","Digits":"6","Period":"30",
        "Counter":0,"Pin":null,"Ranking":"3"}],"Categories":null,"AuthenticatorCategories":null,"CustomIcons":null}"#,
        &["A: totp SHA256 6 30 []"],
    ),
    (
        "freeotp-plus",
        r#"{"tokenOrder":null,"tokens":[{"algo":null,"counter":"4","digits":"6","issuerExt":"A","label":"a","period":30,"type":"HOTP","secret":[-1,2,3,4,5,6,7,8,9,10]}]}"#,
        &["A:a hotp SHA1 6 5 []"],
    ),
    (
        "lastpass",
        r#"{"version":3,"folders":null,"accounts":[{"issuerName":"A","userName":"a","secret":"%","timeStep":"30","digits":"6",
        "algorithm":"sha512","isFavorite":null,"folderData":{"folderId":null,"position":0}},
        {"issuerName":"","originalIssuerName":"B","secret":"%","folderData":null}]}"#,
        &["A:a totp SHA512 6 30 []", "B: totp SHA1 6 30 []"],
    ),
    (
        "proton",
        r#"{"version":1,"entries":[{"id":"x","note":null,"content":{"uri":"otpauth://totp/?secret=%&issuer=A","entry_type":"Totp","name":null}},
        {"content":{"uri":"steam://%","entry_type":"Steam","name":"Steam"}}]}"#,
        &["A: totp SHA1 6 30 []", "Steam: steam SHA1 5 30 []"],
    ),
    (
        "proton-pass-json",
        r#"{"vaults":{"v":{"name":"V","items":[{"data":{"metadata":null,"extraFields":null,"content":null}},
        {"state":1,"data":{"metadata":{"name":"A","note":null},"extraFields":[{"type":"totp","data":{"totpUri":"%"}}],"content":{"totpUri":"","itemUsername":"","itemEmail":"e@x.test"}}},
        {"state":1,"data":{"metadata":{"name":"B"},"content":{"totpUri":"otpauth://totp/Proton Pass?secret=%&issuer=B","itemEmail":"b@x.test"}}},
        {"state":2,"data":{"metadata":{"name":"gone"},"content":{"totpUri":"%"}}}]},"w":{"name":null,"items":null}}}"#,
        &[
            "A:e@x.test totp SHA1 6 30 [V]",
            "B:b@x.test totp SHA1 6 30 [V]",
        ],
    ),
    (
        "1password-data",
        r#"{"accounts":[{"vaults":[{"attrs":null,"items":[{"trashed":null,"favIndex":"1","overview":null,"details":null},
        {"overview":{"title":"A","tags":null},"details":{"loginFields":null,"notesPlain":null,"sections":[{"fields":null},
        {"fields":[{"value":null},{"value":{"totp":"%"}},{"value":{"string":"x"}}]}]}}]},{"attrs":{"name":"E"},"items":null}]},{"vaults":null}]}"#,
        &["A: totp SHA1 6 30 []"],
    ),
    (
        "authenticator-ext",
        r#"{"h1":{"dataType":"OTPStorage","issuer":"A::a.test","account":"a","secret":"%","type":"totp","index":"1","digits":"6","algorithm":"SHA256"},
        "h2":{"secret":"%","account":"b","index":null,"type":"hotp","counter":"7"}}"#,
        &["A:a totp SHA256 6 30 []", ":b hotp SHA1 6 7 []"],
    ),
    (
        "enpass",
        r#"{"folders":null,"items":[{"template_type":"login.default","title":"A","favorite":0,"folders":null,"fields":null},
        {"title":"B","folders":[null,"x"],"fields":[{"type":"username","value":"b"},{"type":"totp","value":"%"},{"type":"totp","value":"","deleted":null}]}]}"#,
        &["B:b totp SHA1 6 30 []"],
    ),
    (
        "cxf",
        r#"{"version":{"major":1,"minor":0},"exporterRpId":"x","accounts":[{"collections":null,"items":[{"id":null,"title":"A","tags":null,"favorite":null,
        "credentials":[{"type":"totp","secret":"%","period":"30","digits":6,"algorithm":"SHA256","username":null,"issuer":null}]},{"id":"y","credentials":null}]},
        {"items":null}]}"#,
        &["A: totp SHA256 6 30 []"],
    ),
    (
        "cxf",
        r#"{"id":"x","username":"","email":"me@x.test","collections":[],"items":[{"id":"a","title":"A","credentials":[{"type":"totp","secret":"%","period":30,"digits":6,"algorithm":"sha1"}]}]}"#,
        &["A: totp SHA1 6 30 []"],
    ),
    (
        "duo",
        r#"[{"name":"a","otpGenerator":{"otpSecret":"%","counter":null}},{"name":"push","otpGenerator":null},{"name":"b","otpGenerator":{"otpSecret":"%","counter":"3"}}]"#,
        &[":a totp SHA1 6 30 []", ":b hotp SHA1 6 3 []"],
    ),
    (
        "raivo",
        r#"[{"issuer":"A","account":"a","secret":"%","kind":"HOTP","algorithm":"SHA-256","digits":"8","timer":"0","counter":"12","pinned":"true"}]"#,
        &["A:a hotp SHA256 8 12 []"],
    ),
    (
        "authy-mitm",
        r#"[{"issuer":"A","originalIssuer":"B","decryptedSecret":"%","name":"x","digits":"6"},{"issuer":"C","decryptedSecret":"%","name":"C: y"}]"#,
        &["B:x totp SHA1 6 30 []", "C:y totp SHA1 6 30 []"],
    ),
    (
        "uri-list",
        r#"[{"name":"n","uri":"otpauth://totp/A:a?secret=%","secret":"%"},{"uri":null,"name":"m","secret":"%"}]"#,
        &["A:a totp SHA1 6 30 []", "bad"],
    ),
    (
        "cotp",
        r#"{"version":2,"elements":[{"secret":"%","issuer":null,"label":"a","digits":null,"type":"Totp","algorithm":null,"period":null,"counter":null,"pin":null}]}"#,
        &[":a totp SHA1 6 30 []"],
    ),
    // Tables: the first of several columns that says something.
    (
        "proton-pass-csv",
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\r\nlogin,A,,e@x.test,,p,,%,1,1,V\r\n",
        &["A:e@x.test totp SHA1 6 30 [V]"],
    ),
    (
        "dashlane-csv",
        "username,username2,username3,title,password,note,url,category,otpUrl,otpSecret\n,second,,A,p,,,Cat,,%\n",
        &["A:second totp SHA1 6 30 [Cat]"],
    ),
    (
        "generic-csv",
        "Service,Account,Username,TOTP,Secret,Digits,Period\nA,,a,,%,8,\nB,b,,otpauth://totp/x?secret=%,,,\n",
        &["A:a totp SHA1 8 30 []", "B:x totp SHA1 6 30 []"],
    ),
    (
        "totp-cli",
        "---\r\n- name: A\r\n  accounts:\r\n  - name: a\r\n    token: %\r\n    algorithm: sha256\r\n    length: 8\r\n",
        &["A:a totp SHA256 8 30 []"],
    ),
    // The first entries hold no code of their own, or are of a kind that nobody described.
    (
        "duo",
        r#"[{"version":1.0,"accountType":"DuoAccount","name":"push"},{"accountType":"OtpAccount","name":"a","otpGenerator":{"otpSecret":"%"}}]"#,
        &[":a totp SHA1 6 30 []"],
    ),
    (
        "lastpass",
        r#"{"deviceId":"","version":3,"accounts":[7,{"issuerName":"A","secret":"%"}]}"#,
        &["bad", "A: totp SHA1 6 30 []"],
    ),
    (
        "enpass",
        r#"{"folders":[],"items":[{"title":"odd"},{"template_type":"login.default","title":"A","fields":[{"type":"totp","value":"%"}]}]}"#,
        &["A: totp SHA1 6 30 []"],
    ),
    (
        "andotp",
        r#"[null,{"secret":"%","label":"a","type":"TOTP","tags":[]}]"#,
        &["bad", ":a totp SHA1 6 30 []"],
    ),
    (
        "1password-data",
        r#"{"accounts":[{"attrs":{}},{"vaults":[{"items":[{"overview":{"title":"A"},"details":{
        "loginFields":[{"designation":"username","value":{"email_address":"me@x.test"}}],"sections":[{"fields":[{"value":{"totp":"%"}}]}]}}]}]}]}"#,
        &["A:me@x.test totp SHA1 6 30 []"],
    ),
    (
        "proton-pass-json",
        r#"{"vaults":{"v":{"name":"V","folders":[],"items":[{"state":1,"data":{"type":"custom","metadata":{"name":"A"},"extraFields":[],
        "content":{"sections":[{"sectionName":"s","sectionFields":[{"fieldName":"f","type":"totp","data":{"totpUri":"%"}},{"type":"text","data":{"content":"x"}}]}]}}}]}}}"#,
        &["A: totp SHA1 6 30 [V]"],
    ),
    (
        "uri-list",
        r#"{"items":[{"rawData":"otpauth://totp/A:a?secret=%&issuer=A","display":{"pinned":false,"trashed":false,"tags":["Work, too"],"note":"n"}},
        {"rawData":"otpauth://totp/B:b?secret=%","display":{"trashed":true}},{"rawData":"otpauth://totp/C:c?secret=%","display":null}]}"#,
        &["A:a totp SHA1 6 30 [Work, too]", "C:c totp SHA1 6 30 []"],
    ),
    (
        "uri-list",
        "otpauth://totp/Git Hub:me?algorithm=Algorithm.sha256&digits=6&issuer=Git+Hubperiod=45&secret=%\n",
        &["Git Hub:me totp SHA256 6 45 []"],
    ),
    (
        "prose",
        r#"{"records":[{"title":"A","custom_fields":{"$oneTimeCode":"otpauth:\/\/totp\/A:a?secret=%&issuer="}},{"title":"B"}]}"#,
        &["A:a totp SHA1 6 30 []"],
    ),
    (
        "authenticator-ext",
        r#"{"LocalStorage":true,"h1":{"dataType":"OTPStorage","account":"a","secret":"00aabbccddeeff112233","type":"totp","index":0},
        "h2":{"dataType":"OTPStorage","account":"b","secret":"%","type":2,"counter":7,"algorithm":3,"index":1},
        "h3":{"dataType":"OTPStorage","account":"c","secret":"blz-%","type":"totp","index":2}}"#,
        &[
            ":a totp SHA1 6 30 []",
            ":b hotp SHA512 6 7 []",
            ":c totp SHA1 8 30 []",
        ],
    ),
    (
        "steam",
        r#"{"shared_secret":"zvIayp3JPvtvX/QGHqsqKBk/44s=","uri":"otpauth://totp/Steam:example?secret=ASDF&issuer=Steam"}"#,
        &["Steam:example steam SHA1 5 30 []"],
    ),
    (
        "freeotp-xml",
        "<map><string name=\"A:a\">otpauth://totp/A:a?secret=%&amp;digits=8</string><int name=\"x\" value=\"1\"/></map>",
        &["A:a totp SHA1 8 30 []"],
    ),
    (
        "battlenet-xml",
        "<map><string name=\"com.blizzard.bma.AUTH_STORE.HASH\">09ec179861450806035080d113c5f05e62f67316110eec1bd495a9cdb65a3cb3f93b1f80b80b4507f0c8894e25fb5d494b31692d76b8bc5fac</string></map>",
        &["Battle.net:US-2211-2050-3346 totp SHA1 8 30 []"],
    ),
    (
        "keepass-xml",
        "<KeePassFile><Root><Group><Name>db</Name>\
        <Entry><String><Key>Title</Key><Value>A</Value></String><String><Key>otp</Key><Value>size=8&amp;key=00aabb&amp;encoding=Hex&amp;type=Totp</Value></String></Entry>\
        <Entry><String><Key>Title</Key><Value>B</Value></String><String><Key>otp</Key><Value>key=%&amp;encoder=Steam</Value></String></Entry>\
        <Entry><String><Key>Title</Key><Value>C</Value></String><String><Key>otp</Key><Value>key=+/+/AAAA&amp;encoding=Base64</Value></String></Entry>\
        <Entry><String><Key>Title</Key><Value>D</Value></String><String><Key>HmacOtp-Secret</Key><Value>hello</Value></String>\
        <String><Key>HmacOtp-Counter</Key><Value>4</Value></String><String><Key>HmacOtp-Length</Key><Value>8</Value></String>\
        <String><Key>HmacOtp-Algorithm</Key><Value>HMAC-SHA-256</Value></String></Entry>\
        </Group></Root></KeePassFile>",
        &[
            "A: totp SHA1 8 30 []",
            "B: steam SHA1 5 30 []",
            "C: totp SHA1 6 30 []",
            "D: hotp SHA256 8 4 []",
        ],
    ),
    // Spreadsheets of some countries, and tables whose column of codes has another name.
    (
        "generic-csv",
        "Title;Username;OTP Secret;OTP;Digits\nA;a;;%;8\n",
        &["A:a totp SHA1 8 30 []"],
    ),
    (
        "prose",
        "folder,title,login,password,url,notes\nF,T,me,p,,otpauth://totp/A:a?secret=%\n",
        &["A:a totp SHA1 6 30 []"],
    ),
    // Browsers take blanks in addresses.
    (
        "html",
        "<!DOCTYPE html>\n<p><a href=\"otpauth://totp/My Site:me?secret=%&amp;digits=8\">x</a>\n\
         <a href='otpauth://totp/B:b?secret=%&#38;period=60'>otpauth://totp/C:c?secret=%</a>\n",
        &[
            "My Site:me totp SHA1 8 30 []",
            "B:b totp SHA1 6 60 []",
            "C:c totp SHA1 6 30 []",
        ],
    ),
    // Words beside a link are no letters of its secret.
    (
        "html",
        "<!DOCTYPE html><p>otpauth://totp/A:a?secret=% keep it safe</p><p>otpauth://totp/B:b?secret=%\nMail<br>\n\
         <li>otpauth://totp/C:c?secret=%\n   Work account</li><td>otpauth://totp/D:d?secret=% (old phone)</td>\n",
        &[
            "A:a totp SHA1 6 30 []",
            "B:b totp SHA1 6 30 []",
            "C:c totp SHA1 6 30 []",
            "D:d totp SHA1 6 30 []",
        ],
    ),
    (
        "rsc-2fa",
        "github 6 %\r\nfob 8 % 00000000000000000004\r\n",
        &[":github totp SHA1 6 30 []", ":fob hotp SHA1 8 5 []"],
    ),
];
