"""Of what the portal takes for a dataset: its schema, licences, tags, and a declaration as a whole."""

from flows.domain.text import Text
from flows.portal.doctor.words.saying import advice, fault, fine, untried

_PROFILE = Text(
    th="เลือกโปรไฟล์ที่ตรงกับพอร์ทัล (PERD_PROFILE) หรือแก้ schemas/portals/{profile}.yaml ให้ตรง หรือขอผู้ดูแลพอร์ทัลแก้แบบฟอร์ม",
    en="Choose the profile that fits the portal (PERD_PROFILE), correct schemas/portals/{profile}.yaml, or have the "
    "portal's administrator correct the form",
)

WORDS = {
    "schema/fits": fine("ตรงกับโปรไฟล์ {profile} ({count} ฟิลด์)", "fits the profile {profile} ({count} fields)"),
    "schema/stock": fine("แบบฟอร์มมาตรฐานของ CKAN ตามโปรไฟล์ {profile}", "CKAN's own form, as in the profile {profile}"),
    "schema/none": fault(
        Text(
            th="พอร์ทัลไม่มีแบบฟอร์มของ ckanext-scheming แต่โปรไฟล์ {profile} ส่งฟิลด์ตามแบบนั้น CKAN จะทิ้งฟิลด์เหล่านั้นไปเงียบๆ",
            en="The portal has no form of ckanext-scheming, and the profile {profile} sends its fields: CKAN drops "
            "them without a word",
        ),
        Text(
            th="ตั้ง PERD_PROFILE=plain หรือขอผู้ดูแลพอร์ทัลเปิด scheming_datasets พร้อมแบบฟอร์ม",
            en="Set PERD_PROFILE=plain, or have the portal's administrator enable scheming_datasets with the form",
        ),
    ),
    "schema/fields-missing": fault(
        Text(
            th="แบบฟอร์มของพอร์ทัลไม่มีฟิลด์ที่ระบบส่ง: {fields} CKAN จะทิ้งค่าไปเงียบๆ",
            en="The portal's form lacks fields that are sent: {fields}; CKAN drops their values without a word",
        ),
        _PROFILE,
    ),
    "schema/fields-unused": advice(
        Text(
            th="แบบฟอร์มของพอร์ทัลไม่มีฟิลด์ของโปรไฟล์ {profile} ที่ยังไม่มีคำประกาศใดใช้: {fields}",
            en="The portal's form lacks fields of the profile {profile} that no declaration uses yet: {fields}",
        ),
        _PROFILE,
    ),
    "schema/resource-fields-missing": advice(
        Text(
            th="แบบฟอร์มของทรัพยากรไม่มีฟิลด์ {fields} ค่าจะถูกเก็บไว้แต่ไม่แสดงในแบบฟอร์ม",
            en="The resource form lacks {fields}: their values are kept, but the form does not show them",
        ),
        _PROFILE,
    ),
    "schema/required-unknown": fault(
        Text(
            th="พอร์ทัลบังคับกรอกฟิลด์ที่โปรไฟล์ {profile} ไม่รู้จัก: {fields} พอร์ทัลจะไม่รับชุดข้อมูลใดเลย",
            en="The portal requires fields that the profile {profile} does not know: {fields}; it will take no dataset",
        ),
        _PROFILE,
    ),
    "schema/required-more": advice(
        Text(
            th="พอร์ทัลบังคับกรอกฟิลด์ที่โปรไฟล์ {profile} ไม่บังคับ: {fields} พอร์ทัลจะไม่รับชุดข้อมูลที่ไม่ได้ประกาศค่าไว้",
            en="The portal requires fields that the profile {profile} leaves open: {fields}; it refuses datasets that "
            "do not declare them",
        ),
        _PROFILE,
    ),
    "schema/choices-refused": fault(
        Text(
            th="พอร์ทัลไม่มีตัวเลือกที่ระบบส่งในฟิลด์ {field}: {values} และจะไม่รับชุดข้อมูลนั้น",
            en="The portal does not have choices that are sent in {field}: {values}; it will refuse those datasets",
        ),
        _PROFILE,
    ),
    "schema/choices-missing": advice(
        Text(
            th="พอร์ทัลไม่มีตัวเลือกของโปรไฟล์ {profile} ในฟิลด์ {field}: {values}",
            en="The portal does not have choices of the profile {profile} in {field}: {values}",
        ),
        _PROFILE,
    ),
    "schema/other-form": fault(
        Text(
            th="พอร์ทัลมีฟิลด์ของตนเองชื่อ {fields} แต่โปรไฟล์ {profile} ส่งเป็น extras พอร์ทัลจะไม่รับ",
            en="The portal has fields of its own called {fields}, and the profile {profile} sends them as extras: it "
            "will not take them",
        ),
        _PROFILE,
    ),
    "licences/listed": fine("มีครบ {count} รายการ", "all {count} are listed"),
    "licences/missing": fault(
        Text(
            th="พอร์ทัลไม่มีสัญญาอนุญาตที่คำประกาศใช้: {licences} จะแสดงเป็นรหัสที่ไม่มีใครรู้จัก และไม่นับว่าเปิด",
            en="The portal does not list licences that declarations use: {licences}; they are shown as an unknown "
            "code, and count as not open",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลเพิ่มในทะเบียนสัญญาอนุญาต (licenses_group_url) "
            "หรือแก้รหัสใน licences ของ schemas/portals/{profile}.yaml",
            en="Have the portal's administrator add them to the licence register (licenses_group_url), or correct "
            "`licences` in schemas/portals/{profile}.yaml",
        ),
    ),
    "licences/unlisted": advice(
        Text(
            th="พอร์ทัลไม่มีสัญญาอนุญาตของโปรไฟล์ {profile} ที่ยังไม่มีคำประกาศใดใช้: {licences}",
            en="The portal does not list licences of the profile {profile} that no declaration uses yet: {licences}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลเพิ่ม หรือนำออกจาก schemas/portals/{profile}.yaml",
            en="Have the portal's administrator add them, or take them out of schemas/portals/{profile}.yaml",
        ),
    ),
    "trial/taken": fine("พอร์ทัลไม่คัดค้านฟิลด์ใดของ {dataset}", "no field of {dataset} is objected to"),
    "trial/none-declared": untried("ยังไม่มีคำประกาศให้ทดลอง", "no declaration to try yet"),
    "trial/refused": fault(
        Text(
            th="พอร์ทัลไม่รับคำประกาศของ {dataset} (ทดลองโดยไม่บันทึก): {errors}",
            en="The portal does not take the declaration of {dataset} (tried without saving): {errors}",
        ),
        _PROFILE,
    ),
    "trial/saved": fault(
        Text(
            th="พอร์ทัลบันทึกชุดข้อมูลทดลองที่ชื่อไม่ถูกต้อง ทั้งที่ต้องไม่รับ ระบบลบ {name} แล้ว",
            en="The portal saved a trial dataset with an impossible name, which must be refused; {name} was deleted",
        ),
        Text(
            th="แจ้งผู้ดูแลพอร์ทัลว่าการตรวจชื่อชุดข้อมูลไม่ทำงาน และให้ล้าง {name} ออกจากถังขยะ",
            en="Tell the portal's administrator that names are not checked, and have {name} purged from the trash",
        ),
    ),
    "tags/unknown": untried("ลองไม่ได้", "could not be tried"),
    "tags/taken": fine("รับคำสำคัญภาษาไทย", "Thai tags are taken"),
    "tags/stock": fine(
        "ไม่รับคำไทยที่มีสระหรือวรรณยุกต์ ระบบจะไม่ส่งคำเหล่านั้น ตามโปรไฟล์ {profile}",
        "Thai words with vowel or tone marks are refused; they are left out, as in the profile {profile}",
    ),
    "tags/thai-refused": fault(
        Text(
            th="พอร์ทัลไม่รับคำสำคัญภาษาไทย เช่น {tags} และคำที่ประกาศไว้อีก {count} คำ ชุดข้อมูลที่มีคำเหล่านี้จะเผยแพร่ไม่ได้",
            en="The portal refuses Thai tags such as {tags}, and {count} declared ones: datasets with them cannot be "
            "published",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลเปิดส่วนเสริมที่แก้กฎคำสำคัญ (เช่น thai_gdc) "
            "หรือตั้ง thai_tags: false ใน schemas/portals/{profile}.yaml",
            en="Have the portal's administrator enable a plugin that mends the tag rule (such as thai_gdc), or set "
            "`thai_tags: false` in schemas/portals/{profile}.yaml",
        ),
    ),
    "tags/refused": fault(
        Text(
            th="พอร์ทัลไม่รับคำสำคัญที่ประกาศไว้: {tags}",
            en="The portal refuses declared tags: {tags}",
        ),
        Text(
            th="แก้ tags ในคำประกาศ: 2 ถึง 100 ตัวอักษร ไม่มีเครื่องหมายจุลภาคหรือเครื่องหมายที่พอร์ทัลไม่รับ",
            en="Correct `tags` in the declarations: 2 to 100 characters, no comma, no sign that the portal refuses",
        ),
    ),
    "tags/left-out": advice(
        Text(
            th="พอร์ทัลรับคำสำคัญภาษาไทย แต่โปรไฟล์ {profile} (thai_tags: false) ทำให้ระบบไม่ส่ง",
            en="The portal takes Thai tags, and the profile {profile} (thai_tags: false) leaves them out",
        ),
        Text(
            th="ตั้ง thai_tags: true ใน schemas/portals/{profile}.yaml หรือเลือกโปรไฟล์อื่น",
            en="Set `thai_tags: true` in schemas/portals/{profile}.yaml, or choose another profile",
        ),
    ),
}
