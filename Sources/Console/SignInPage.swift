package import Kernel
import Mustache

/// The page of the first sign-in: who has a link sets a password. The secret follows `#` in the link, which browsers
/// keep to themselves; the page sends it to `POST /v1/sessions/first`.
package enum SignInPage {
    package static let path = "/sign-in"

    /// The program of the page, served by itself so that the page needs no inline script.
    package static let scriptPath = "/sign-in.js"

    /// What the page may load and where it may send: this server alone.
    package static let policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
        + "base-uri 'none'"

    private static let template = """
        <!doctype html>
        <html lang="{{language}}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{title}}</title>
        <meta name="referrer" content="no-referrer"><script src="/sign-in.js" defer></script></head>
        <body><h1>{{title}}</h1>
        <form id="first" data-differ="{{differ}}" data-done="{{done}}" data-failed="{{failed}}">
        <p><label>{{name}} <input name="name" autocomplete="username" required></label></p>
        <p><label>{{secret}} <input name="secret" type="password" autocomplete="off" required></label></p>
        <p><label>{{password}} <input name="password" type="password" autocomplete="new-password" required></label></p>
        <p><label>{{again}} <input name="again" type="password" autocomplete="new-password" required></label></p>
        <p><label>{{code}} <input name="code" inputmode="numeric" autocomplete="one-time-code"></label></p>
        <p><button>{{send}}</button></p></form>
        <p role="status" id="answer"></p><noscript><p>{{script}}</p></noscript></body>
        </html>

        """

    package static let script = """
        'use strict';
        const form = document.getElementById('first'), answer = document.getElementById('answer');
        const words = decodeURIComponent(location.hash.slice(1)), colon = words.indexOf(':');
        if (colon > 0) {
          form.elements.name.value = words.slice(0, colon);
          form.elements.secret.value = words.slice(colon + 1);
          history.replaceState(null, '', location.pathname);
        }
        form.addEventListener('submit', async (event) => {
          event.preventDefault();
          const value = (name) => form.elements[name].value;
          if (value('password') !== value('again')) { answer.textContent = form.dataset.differ; return; }
          const order = { name: value('name'), secret: value('secret').trim(), password: value('password') };
          if (value('code')) order.code = value('code');
          try {
            const reply = await fetch('/v1/sessions/first', {
              method: 'POST', body: JSON.stringify(order),
              headers: { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang },
            });
            const body = await reply.json();
            const hint = body.hint && body.hint[document.documentElement.lang.toLowerCase().replace('-', '_')];
            answer.textContent = reply.ok ? form.dataset.done : [body.title, hint].filter(Boolean).join(' ');
            if (reply.ok) form.hidden = true;
          } catch (error) { answer.textContent = form.dataset.failed; }
        });

        """

    /// - Throws: when the template cannot be parsed, which a test rules out.
    package static func html(_ language: Language) throws -> String {
        let texts = [
            "title": Text(zh: "首次登录：设密码", en: "First sign-in: set a password"),
            "name": Text(zh: "登录名", en: "Account name"),
            "secret": Text(zh: "一次性密码", en: "One-time secret"),
            "password": Text(zh: "新密码", en: "New password"),
            "again": Text(zh: "再输一次", en: "Once more"),
            "code": Text(zh: "验证码（已登记验证器时）", en: "Code (with a second factor)"),
            "send": Text(zh: "设密码", en: "Set the password"),
            "differ": Text(zh: "两次输入的密码不同。", en: "The password was typed differently the second time."),
            "done": Text(zh: "密码已设好，请用它登录。", en: "The password is set. Sign in with it."),
            "failed": Text(zh: "连接不上服务器，请重试。", en: "The server was not reached. Try again."),
            "script": Text(
                zh: "本页需要 JavaScript；也可以用 dangwu first-sign-in。",
                en: "This page needs JavaScript; dangwu first-sign-in does the same."),
        ]
        var page = texts.mapValues { $0(language) }
        page["language"] = language.rawValue
        return try MustacheTemplate(string: template).render(page)
    }
}
