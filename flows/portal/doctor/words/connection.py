"""Of the way to the portal: its address, its certificate, its clock."""

from flows.domain.text import Text
from flows.portal.doctor.finding import Says, Weight
from flows.portal.doctor.words.saying import advice, fault, fine, untried

WORDS = {
    "address/answers": fine("CKAN ตอบใน {milliseconds} มิลลิวินาที", "CKAN answers in {milliseconds} ms"),
    "address/comes-first": untried("ยังตรวจไม่ได้ ต้องแก้ที่อยู่ก่อน", "to be looked at once the address answers"),
    "address/gave-up": Says(Weight.FAULT, Text(th="{reason}", en="{reason}")),
    "address/not-asked": untried("ยังไม่ได้ถาม เพราะใบรับรองเชื่อถือไม่ได้", "not asked: the certificate is not trusted"),
    "address/none": fault(
        Text(th="{url} ไม่ใช่ที่อยู่ของเว็บ", en="{url} is no web address"),
        Text(
            th="ตั้ง PERD_PORTAL_URL ให้ขึ้นต้นด้วย https:// ตามด้วยชื่อเครื่องของพอร์ทัล",
            en="Set PERD_PORTAL_URL to https:// and the portal's host",
        ),
    ),
    "address/silent": fault(
        Text(th="{url} ไม่ตอบ ({reason})", en="{url} does not answer ({reason})"),
        Text(
            th="ตรวจว่าพอร์ทัลเปิดอยู่ ที่อยู่ถูกต้อง และไฟร์วอลล์ให้เครื่องนี้ผ่านไปถึง",
            en="Check that the portal is up, that the address is right, and that firewalls let this machine through",
        ),
    ),
    "address/sent-on": fault(
        Text(
            th="{url} ส่งต่อไปยัง {target} (HTTP {status}) โทเคนและไฟล์จะไม่ถูกส่งตามไป จึงเผยแพร่ไม่ได้",
            en="{url} sends on to {target} (HTTP {status}): token and files do not follow, nothing is published",
        ),
        Text(th="ตั้ง PERD_PORTAL_URL เป็น {proposed}", en="Set PERD_PORTAL_URL to {proposed}"),
    ),
    "address/sent-away": fault(
        Text(
            th="{url} ส่งคำถามถึง API ต่อไปยัง {target} (HTTP {status}) ซึ่งไม่ใช่ API อาจเป็นหน้าเข้าสู่ระบบหรือไฟร์วอลล์",
            en="{url} sends questions to its API on to {target} (HTTP {status}), which is none: perhaps a page to log "
            "in at, or a firewall's",
        ),
        Text(
            th="ตรวจว่าเป็นที่อยู่ของพอร์ทัล CKAN โดยไม่มี /dataset หรือ /api ต่อท้าย และขอผู้ดูแลพอร์ทัลให้เรียก /api/ ได้โดยไม่ส่งต่อ",
            en="Check that it is a CKAN portal's address without /dataset or /api, and ask its administrator to let "
            "/api/ be called without being sent on",
        ),
    ),
    "address/one-language": fault(
        Text(
            th="{url} เป็นที่อยู่ของหน้าเว็บในภาษาเดียว ที่อยู่ของพอร์ทัลเองคือ {proposed} ไฟล์จะมีที่อยู่อื่นจากที่ระบบส่ง จึงอ่านกลับมาตรวจไม่ได้",
            en="{url} is the address of the pages in one language, the portal's own is {proposed}: its files get other "
            "addresses than were sent, so that they cannot be read back",
        ),
        Text(th="ตั้ง PERD_PORTAL_URL เป็น {proposed}", en="Set PERD_PORTAL_URL to {proposed}"),
    ),
    "address/web-page": fault(
        Text(
            th="{url} ตอบเป็นหน้าเว็บแทนคำตอบของ API (HTTP {status})",
            en="{url} answers with a web page instead of an API answer (HTTP {status})",
        ),
        Text(
            th="ตรวจว่าเป็นที่อยู่ของพอร์ทัล CKAN โดยไม่มี /dataset หรือ /api ต่อท้าย และขอผู้ดูแลพอร์ทัลให้ไฟร์วอลล์อนุญาตเครื่องนี้",
            en="Check that it is a CKAN portal's address without /dataset or /api, and ask its administrator to let "
            "this machine through the firewall",
        ),
    ),
    "address/not-ckan": fault(
        Text(
            th="{url} ไม่ได้ตอบแบบ CKAN (HTTP {status})",
            en="What answers at {url} is no CKAN (HTTP {status})",
        ),
        Text(
            th="ตรวจที่อยู่ใน PERD_PORTAL_URL และถามผู้ดูแลพอร์ทัลว่า API ของ CKAN เปิดอยู่ที่ใด",
            en="Check PERD_PORTAL_URL, and ask the portal's administrator where CKAN's API is",
        ),
    ),
    "address/busy": fault(
        Text(
            th="{url} ตอบ HTTP {status} พอร์ทัลกำลังทำงานหนักหรือขัดข้อง",
            en="{url} answers HTTP {status}: it is busy or out of order",
        ),
        Text(
            th="ลองใหม่ภายหลัง และแจ้งผู้ดูแลพอร์ทัลหากยังไม่หาย",
            en="Try again later, and tell the portal's administrator if it lasts",
        ),
    ),
    "address/site-url": fault(
        Text(
            th="พอร์ทัลเรียกตัวเองว่า {site_url} แต่ตั้ง PERD_PORTAL_URL ไว้เป็น {url} "
            "ไฟล์ของพอร์ทัลจะมีที่อยู่ซึ่งระบบไม่ส่งโทเคนไป จึงอ่านกลับมาตรวจไม่ได้",
            en="The portal calls itself {site_url}, and PERD_PORTAL_URL is {url}: its files get addresses to which the "
            "token does not go, so that they cannot be read back",
        ),
        Text(
            th="ตั้ง PERD_PORTAL_URL เป็น {site_url} หรือขอผู้ดูแลพอร์ทัลแก้ ckan.site_url",
            en="Set PERD_PORTAL_URL to {site_url}, or have the portal's administrator correct ckan.site_url",
        ),
    ),
    "tls/valid": fine("ใบรับรองใช้ได้ถึง {until}", "the certificate is valid until {until}"),
    "tls/this-machine": fine("อยู่ในเครื่องนี้ ไม่ต้องเข้ารหัส", "on this machine: needs no encryption"),
    "tls/unknown-end": untried("ไม่ทราบวันหมดอายุของใบรับรอง", "when the certificate ends is not known here"),
    "tls/none": advice(
        Text(
            th="{url} ไม่เข้ารหัส โทเคนเดินทางแบบที่ผู้อื่นในเครือข่ายอ่านได้",
            en="{url} is not encrypted: others on the way can read the token",
        ),
        Text(
            th="ใช้ที่อยู่ https:// ของพอร์ทัล และขอโทเคนใหม่หากเคยส่งโดยไม่เข้ารหัส",
            en="Use the portal's https:// address, and ask for a new token if this one has travelled in the clear",
        ),
    ),
    "tls/untrusted": fault(
        Text(
            th="ใบรับรองของ {url} เชื่อถือไม่ได้: {reason}",
            en="The certificate of {url} is not trusted: {reason}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลต่ออายุหรือติดตั้งใบรับรองให้ครบ หากหน่วยงานออกใบรับรองเอง ให้ตั้ง REQUESTS_CA_BUNDLE",
            en="Have the portal's administrator renew or complete it; for your own authority set REQUESTS_CA_BUNDLE",
        ),
    ),
    "tls/ends-soon": advice(
        Text(
            th="ใบรับรองของ {url} จะหมดอายุใน {days} วัน ({until}) หลังจากนั้นจะเผยแพร่ไม่ได้",
            en="The certificate of {url} ends in {days} days ({until}); after that nothing can be published",
        ),
        Text(th="แจ้งผู้ดูแลพอร์ทัลให้ต่ออายุใบรับรอง", en="Have the portal's administrator renew it"),
    ),
    "clock/agrees": fine("ต่างจากเครื่องนี้ {seconds} วินาที", "{seconds} s from this machine's"),
    "clock/unknown": untried("พอร์ทัลไม่บอกเวลา", "the portal does not tell its time"),
    "clock/differs": advice(
        Text(
            th="นาฬิกาของพอร์ทัล{direction} {apart} เทียบกับเครื่องนี้ เวลาบนพอร์ทัลกับในบันทึกหลักฐานจะขัดกัน",
            en="The portal's clock is {apart} {direction} this machine's: times on the portal and in the evidence "
            "contradict each other",
        ),
        Text(
            th="ตรวจว่าเครื่องใดตั้งเวลาผิด แล้วเปิดการตั้งเวลาอัตโนมัติ (NTP) ที่เครื่องนั้น",
            en="Find out which of the two is wrong, and let it keep time by NTP",
        ),
    ),
}
