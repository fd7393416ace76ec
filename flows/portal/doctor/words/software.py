"""Of the software on the portal: CKAN's version, its actions, and other loaders of tables."""

from flows.domain.text import Text
from flows.portal.doctor.words.saying import advice, fault, fine, untried

WORDS = {
    "version/known": fine("CKAN {version}", "CKAN {version}"),
    "version/hidden": untried(
        "พอร์ทัลไม่บอกรุ่น ดูจากคำสั่งของ API แทน", "the portal hides its version: its API actions tell instead"
    ),
    "version/too-old": fault(
        Text(
            th="CKAN {version} เก่าเกินไป ไม่มี package_revise ที่แก้ไขโดยไม่ทับงานของผู้อื่น",
            en="CKAN {version} is too old: it lacks package_revise, which changes a dataset without overwriting others",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลปรับรุ่นเป็น CKAN 2.11 หรือใหม่กว่า",
            en="Have the portal's administrator upgrade to CKAN 2.11 or newer",
        ),
    ),
    "version/insecure": advice(
        Text(
            th="CKAN {version} มีช่องโหว่ที่แก้แล้วในรุ่น {fixed} ({holes}) ผู้ใดก็อ่านข้อมูลที่ไม่เปิดเผยใน DataStore ได้"
            "หากเปิดการค้นด้วย SQL",
            en="CKAN {version} has holes that {fixed} has closed ({holes}): where SQL search is on, anybody reads what "
            "is private in the DataStore",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลปรับเป็นรุ่น {fixed} หรือใหม่กว่า ระหว่างนี้ตั้ง ckan.datastore.sqlsearch.enabled = false",
            en="Have the portal's administrator upgrade to {fixed} or newer; until then set "
            "ckan.datastore.sqlsearch.enabled = false",
        ),
    ),
    "actions/present": fine("มีครบ {count} คำสั่ง", "all {count} are there"),
    "actions/unknown": untried("พอร์ทัลไม่บอกว่ามีคำสั่งใดบ้าง", "the portal does not tell which actions it has"),
    "actions/missing": fault(
        Text(
            th="พอร์ทัลไม่มีคำสั่งของ API ที่ต้องใช้: {actions}",
            en="The portal lacks API actions that are needed: {actions}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลปรับรุ่น CKAN (2.11 ขึ้นไปมีครบ) และเปิดส่วนเสริม datastore",
            en="Have the portal's administrator upgrade CKAN (2.11 has them all) and enable the datastore plugin",
        ),
    ),
    "loader/none": fine("ไม่มี", "none"),
    "loader/unknown": untried("พอร์ทัลไม่บอกส่วนเสริม", "the portal does not tell its plugins"),
    "loader/competes": fault(
        Text(
            th="ส่วนเสริม {plugins} โหลดไฟล์ CSV ที่อัปโหลด (url_type=upload) ลง DataStore เองทุกครั้ง "
            "จึงทับตารางที่ระบบจัดชนิดและชื่อคอลัมน์ไว้",
            en="The plugin {plugins} loads every uploaded CSV (url_type=upload) into the DataStore by itself, over the "
            "table that was typed and described by its schema",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลนำ {plugins} ออกจาก ckan.plugins หรือนำ csv ออกจาก {setting} ซึ่งจากภายนอกตรวจไม่ได้ว่าทำแล้วหรือยัง",
            en="Have the portal's administrator take {plugins} out of ckan.plugins, or csv out of {setting} (whether "
            "that was done cannot be seen from outside)",
        ),
    ),
}
