//! The words of many languages around a code: what names one, what asks for one, what names something else.
//! All are folded: lower case, without marks on the letters.

use std::sync::LazyLock;

/// Words divided by `|`, a line for some languages each; a blank behind a word says that nothing may be glued to it.
pub(super) type Words = LazyLock<Vec<&'static str>>;

/// Names a one-time code. A word counts with whatever ending is glued to it; CJK and Thai have no word borders.
pub(super) static NOUNS: Words = LazyLock::new(|| {
    list(
        "\
code|passcode|otp|pin|tan|one-time password|one time password|token|password
bestatigungscode|sicherheitscode|freigabecode|einmalcode|anmeldecode|zugangscode|verifizierungscode
smstan|mtan|pushtan|einmalkennwort|einmalpasswort|kennwort|prufcode|aktivierungscode|login-code
mot de passe|codigo|clave|contrasena|senha|codice|palavra-passe
verificatiecode|inlogcode|beveiligingscode|tan-code|toegangscode|bevestigingscode|kod|engangskod
sakerhetskod|verifieringskod|inloggningskod|kode|engangskode|sikkerhedskode|koodi|kertakayttokoodi
vahvistuskoodi
haslo|heslo|код|пароль|коду|кодом|kodi|koda|geslo|lozinka|парола
sifre|kodu|kodunuz|jelszo|kod|kodja|κωδικος|κωδικο|codul|parola|kodas|kods|kood
رمز|كلمة المرور|كود|الرمز|قود|קוד|סיסמה|הקוד|ओटीपी|कोड|कूट|পিন|ওটিপি|কোড
認証コード|確認コード|ワンタイムパスワード|本人確認番号|認証番号|セキュリティコード|ログインコード|パスコード|確認番号|验证码|驗證碼|校验码|校驗碼|动态码|動態碼|动态密码|動態密碼|確認碼|确认码
认证码|認證碼|登录码|登入碼|短信码|一次性密码|一次性密碼|安全码|安全碼|인증번호|인증코드|보안코드|확인코드|인증 번호|인증 코드|보안 코드|확인 코드|일회용 비밀번호|로그인 코드
ma otp|ma xac thuc|ma xac minh|ma bao mat|ma dang nhap|ma kich hoat|ma |mat khau|kode otp|sandi|รหัส
รหัสผ่าน|โค้ด",
    )
});

/// Nouns that need no second word to mean a code of one's own: letters alone count as a code only beside them.
pub(super) static STRONG: Words = LazyLock::new(|| {
    list(
        "\
verification code|security code|login code|log-in code|sign-in code|access code|one-time code
confirmation code|authentication code|guard code|device code|passcode|otp|activation code|login token
bestatigungscode|sicherheitscode|anmeldecode|einmalcode|code de verification|code de securite
code de connexion|codigo de verificacion|codigo de seguridad|codigo de acceso|codigo de verificacao
codigo de acesso|codigo de seguranca|codice di verifica|codice di accesso|verificatiecode|inlogcode
your code|ihr code|dein code|votre code|tu codigo|su codigo|seu codigo|il tuo codice",
    )
});

/// "Enter X to sign in": the verb and what it is for stand around the number.
pub(super) static VERBS: Words = LazyLock::new(|| {
    list(
        "\
enter|use|type|submit|key in|saisissez|entrez|tapez|utilisez|introduzca|introduce|escribe|escriba|ingrese
ingresa|usa|usar|insira|digite|introduza|inserisci|digita|gib|geben sie|eingeben|ange|skriv|voer|gebruik
wpisz|podaj|zadejte|zadej|girin|giriniz|введите|укажите|введіть|gunakan|masukkan|nhap|กรอก|ใส่|输入|輸入|入力
입력|with",
    )
});

/// What one signs in, verifies or confirms.
pub(super) static PURPOSES: Words = LazyLock::new(|| {
    list(
        "\
sign in|sign-in|log in|login|log on|verify|confirm|activate|authenticate|continue|link it|link your
approve|complete your|two-step|2-step|two-factor|2fa|anmeld|bestatig|einlogg|freigeb|connecter|connexion
verifier|confirmer|valider|iniciar sesion|verificar|confirmar|entrar|acceder|accedere|verificare
confermare|inloggen|bevestig|verifieer|logga in|bekrafta|zalog|potwierd|prihlas|overe|potvrd|giris
dogrula|onayla|войти|вход|подтвер|увійти|підтвер|masuk|verifikasi|dang nhap|xac minh|xac thuc|เข้าสู่ระบบ
ยืนยัน|登录|登入|验证|驗證|ログイン|確認|認証|로그인|인증",
    )
});

/// Names something else: the number beside it is no code, whatever else is said.
pub(super) static OTHERS: Words = LazyLock::new(|| {
    list(
        "\
order|invoice|ref|reference|case|ticket|booking|reservation|tracking|parcel|shipment|meeting|gate|zip
postal|postcode|promo|promotion|gift|voucher|coupon|discount|puk|approval|authorization|authorisation
auth no|error|exit|status|version|request|serial|firmware|flight|suite|checkout|off until|wi-fi|wifi|wlan
dial-in|dial in|item|account number|a/c|customer|receipt|device id|locker|pickup|pick-up|collection|door
licence|license|sort code|branch|survey|issue|alert|incident|balance|extension|room|webinar|conference
member|membership|loyalty|product|barcode|imei|sim|bill|policy|claim|referral|invite
bestell|rechnung|kunden|paket|sendung|plz|postleitzahl|gutschein|rabatt|aktionscode|vorgang|fall
besprechung|auftrag|referenz|vertrag|abhol|tur|fehler
commande|facture|colis|postal|promotion|reduction|dossier|reference|reservation|suivi|client|erreur
retrait|portail|digicode|numero de
pedido|factura|fatura|protocolo|reserva|seguimiento|rastreio|descuento|desconto|promocional|saldo|tramite
expediente|cliente|referencia|envio|retiro|cupon|cupom|ordine|fattura|pratica|spedizione|sconto
prenotazione|riferimento|cap |ritiro
bestelling|factuur|kortingscode|klant|zending|afspraak|dossier|kenmerk|ophaal|rakning|ocr|faktura
ordernummer|arende|rabattkod|kundnummer|bokning|paketnummer|ordre
zamowieni|zgloszeni|przesylk|rabatow|faktur|klient|objednav|zasilk|slevov|variabilni|vs |заказ|обращени
индекс|промокод|счет|заявк|накладн|трек|бронир|замовленн|відділенн|звернен|рахунок|накладн|договор
siparis|takip|fatura|indirim|kargo|musteri|posta kodu|παραγγελι|τιμολογι|τ.κ.|αποστολη|εκπτωτικ|κρατηση
طلب رقم|رقم الطلب|رقم الحساب|رقم المرجع|خصم|بريدي|فاتورة|شحنة|הזמנה|משלוח|קופון|מיקוד|חשבונית|פנייה
संदर्भ|ऑर्डर|पिन कोड|खाते|कूपन|बिल
受付番号|予約番号|注文番号|伝票|追跡番号|承認番号|クーポン|郵便番号|お客様番号|会員番号|暗証番号を忘れ|取件码|取件碼|取貨|取货|订单|訂單|优惠码|優惠碼|授权号|授權號碼|运单|運單|快递|邮编
郵遞區號|尾号|尾號|会议|會議|兑换码|兌換碼|单号|單號|운송장|주문번호|승인번호|예약번호|접수번호|우편번호|쿠폰|회원번호|송장
gd |don hang|ma don|so du|ma van don|khuyen mai|ma giam|noi dung|nd:|pesanan|promo|resi|pos |saldo|faktur
คำสั่งซื้อ|พัสดุ|ส่วนลด|บัญชี|ไปรษณีย์|อ้างอิง",
    )
});

/// Codes of meetings, networks and doors: whatever else such a message says, nobody signs in with it.
pub(super) static BLOCKERS: Words = LazyLock::new(|| {
    list(
        "\
meeting id|dial-in|dial in:|webinar id|conference id|besprechungs-id|id de reunion|id de la reunion
id da reuniao|wi-fi|wifi|wlan|pick up|pickup|pick-up|locker|abholen|abholcode|packstation|point relais|取件
取货|取貨|会议号|會議號|ミーティングid|회의 id",
    )
});

/// Says that there is no code to type, or that it is no longer one.
pub(super) static STATES: Words = LazyLock::new(|| {
    list(
        "\
was used|has been used|was already used|expired|has expired|cancelled|canceled|was refused|was declined
sent a|sent you a|we sent|was sent|has been sent|will be sent|will send|we'll send|have sent|such as
for example|e.g.|never read out a|will never ask|recovery codes|backup codes|not a code|wurde verwendet
abgelaufen|wurde gesendet|gesendet an|haben wir|verwendet am|a expire|a ete utilise|a ete envoye
avons envoye|ha expirado|ha caducado|fue usado|fue enviado|hemos enviado|enviado al|expirou|foi enviado
foi usado|foi utilizado|enviamos|e scaduto|scaduto|e stato inviato|abbiamo inviato|e stato usato|verlopen
is verstuurd|is verzonden|is gebruikt|har gatt ut|har skickats|har anvants|wygasl|wyslalismy
zostal wyslany|zostal uzyty|vyprsel|byl odeslan|byl pouzit|jsme odeslali|suresi doldu|gonderildi
kullanildi|истек|отправлен|использован|надіслано|закінчився|використано|انتهت|تم إرسال|تم استخدام|נשלח
פג תוקף|שומש|भेजा गया|समाप्त|送信しました|期限切れ|使用されました|已发送|已過期|已过期|已使用|已發送|발송되었습니다|만료되었|사용되었|da duoc gui
da het han|da su dung|telah dikirim|sudah dikirim|kedaluwarsa|kadaluarsa|sudah digunakan|หมดอายุแล้ว
ถูกส่งไป|ถูกใช้|εληξε|εχει σταλει|χρησιμοποιηθηκε",
    )
});

/// Spoken digits: the words for 0, those for 1, and so on.
pub(super) static DIGIT_WORDS: Words = LazyLock::new(|| {
    list(
        "\
zero,oh,o,null,cero
one,eins,ein,un,uno,um
two,zwei,zwo,deux,dos,dois,due
three,drei,trois,tres,tre
four,vier,quatre,cuatro,quatro,quattro
five,funf,cinq,cinco,cinque
six,sechs,seis,sei
seven,sieben,sept,siete,sete,sette
eight,acht,huit,ocho,oito,otto
nine,niner,neun,neuf,nueve,nove",
    )
});

/// `double seven` is two of them.
pub(super) const REPEATS: &[(&str, usize)] = &[
    ("double", 2),
    ("triple", 3),
    ("doppel", 2),
    ("doble", 2),
    ("duplo", 2),
    ("doppio", 2),
];

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(['|', '\n'])
        .filter(|word| !word.is_empty())
        .collect()
}
