"""Of what is kept: uploads, the DataStore, the search index."""

from flows.domain.text import Text
from flows.portal.doctor.words.saying import advice, fault, fine, untried

_RAISE = Text(
    th="ขอผู้ดูแลพอร์ทัลเพิ่มขนาดอัปโหลดของเว็บเซิร์ฟเวอร์ (nginx: client_max_body_size) และ ckan.max_resource_size (หน่วย MB) "
    "หรือลด max_bytes ในคำประกาศ หรือแบ่งข้อมูลเป็นหลายทรัพยากรตามช่วงเวลา",
    en="Have the portal's administrator raise the web server's limit (nginx: client_max_body_size) and "
    "ckan.max_resource_size (in MB), or lower max_bytes in the declarations, or split the data into periods",
)

WORDS = {
    "upload/room": fine(
        "เว็บเซิร์ฟเวอร์รับ {wanted} MB (CKAN เองรับเท่าใด: --try-upload)",
        "the web server takes {wanted} MB (CKAN's own limit: --try-upload)",
    ),
    "upload/tried": fine("อัปโหลดจริง {wanted} MB ได้", "a real upload of {wanted} MB was taken"),
    "upload/unknown": untried(
        "เว็บเซิร์ฟเวอร์ไม่บอกขนาดที่รับ (ลองจริง: --try-upload)",
        "the web server does not tell how much it takes (really try: --try-upload)",
    ),
    "upload/blocked": fault(
        Text(
            th="พอร์ทัลไม่ให้ส่งไฟล์ถึง package_revise: {reason}",
            en="Files do not get through to package_revise: {reason}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลให้ไฟร์วอลล์อนุญาต POST แบบ multipart/form-data จากเครื่องนี้ไปยัง /api/",
            en="Have the portal's administrator let POST of multipart/form-data from this machine through to /api/",
        ),
    ),
    "upload/too-small": fault(
        Text(
            th="เว็บเซิร์ฟเวอร์หน้าพอร์ทัลรับได้ราว {limit} MB แต่ {needs} ต้องใช้ {wanted} MB (HTTP 413)",
            en="The web server before the portal takes about {limit} MB, and {needs} needs {wanted} MB (HTTP 413)",
        ),
        _RAISE,
    ),
    "upload/below-cap": advice(
        Text(
            th="เว็บเซิร์ฟเวอร์หน้าพอร์ทัลรับได้ราว {limit} MB ไฟล์ที่ใหญ่กว่านั้นจะเผยแพร่ไม่ได้ แม้ max_bytes ให้ถึง {wanted} MB",
            en="The web server before the portal takes about {limit} MB: larger files cannot be published, though "
            "max_bytes allows {wanted} MB",
        ),
        _RAISE,
    ),
    "upload/ckan-limit": fault(
        Text(
            th="CKAN ไม่รับไฟล์ {wanted} MB (ckan.max_resource_size) รับได้อย่างน้อย {limit} MB",
            en="CKAN refuses a file of {wanted} MB (ckan.max_resource_size); it takes at least {limit} MB",
        ),
        _RAISE,
    ),
    "upload/try-failed": untried("ทดลองอัปโหลดไม่ได้: {reason}", "the upload could not be tried: {reason}"),
    "datastore/answers": fine(
        "ตอบครั้งละไม่เกิน {rows} แถว (ยังไม่มีตารางให้ลอง)", "answers, {rows} rows at a time (no table to try yet)"
    ),
    "datastore/takes": fine("รับตาราง ตอบครั้งละไม่เกิน {rows} แถว", "takes tables, answers {rows} rows at a time"),
    "datastore/absent": fault(
        Text(
            th="พอร์ทัลไม่มี DataStore จึงเผยแพร่ตารางให้ค้นและกรองไม่ได้",
            en="The portal has no DataStore: tables that people can query cannot be published",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลเปิดส่วนเสริม datastore และสั่ง `ckan datastore set-permissions`",
            en="Have the portal's administrator enable the datastore plugin and run `ckan datastore set-permissions`",
        ),
    ),
    "datastore/lacks": fault(
        Text(
            th="DataStore ไม่มีคำสั่ง {actions} จึงเปลี่ยนข้อมูลในตารางโดยไม่ทิ้งตารางไม่ได้",
            en="The DataStore lacks {actions}: a table's rows cannot be replaced without dropping it",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลปรับรุ่นเป็น CKAN 2.11 หรือใหม่กว่า",
            en="Have the portal's administrator upgrade to CKAN 2.11 or newer",
        ),
    ),
    "datastore/broken": fault(
        Text(th="DataStore ไม่ทำงาน: {reason}", en="The DataStore does not work: {reason}"),
        Text(
            th="ขอผู้ดูแลพอร์ทัลตรวจฐานข้อมูลของ DataStore และสั่ง `ckan datastore set-permissions`",
            en="Have the portal's administrator check the DataStore's database, `ckan datastore set-permissions`",
        ),
    ),
    "datastore/few-rows": advice(
        Text(
            th="DataStore ให้อ่านได้ครั้งละ {rows} แถวเท่านั้น ผู้ใช้ข้อมูลและการตรวจย้อนกลับจะช้ามาก",
            en="The DataStore gives only {rows} rows at a time: readers, and reading back, become very slow",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลตั้ง ckan.datastore.search.rows_max เป็น 32000",
            en="Have the portal's administrator set ckan.datastore.search.rows_max to 32000",
        ),
    ),
    "search/agrees": fine("ค้นพบครบ {count} ชุดข้อมูล", "all {count} datasets are found"),
    "search/unknown": untried("พอร์ทัลไม่ให้รายชื่อชุดข้อมูลทั้งหมด", "the portal does not list all its datasets"),
    "search/misses-ours": fault(
        Text(
            th="ชุดข้อมูลของเราอยู่บนพอร์ทัลแต่ค้นไม่พบ: {names}",
            en="Datasets of ours stand on the portal, and its search misses them: {names}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลสั่ง `ckan search-index rebuild` สำหรับชุดข้อมูลเหล่านี้",
            en="Have the portal's administrator run `ckan search-index rebuild` for them",
        ),
    ),
    "search/lags": advice(
        Text(
            th="ดัชนีค้นหามี {found} ชุดข้อมูล แต่พอร์ทัลมี {there}",
            en="The search index knows {found} datasets, and the portal has {there}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลตรวจดัชนีค้นหา และสั่ง `ckan search-index rebuild`",
            en="Have the portal's administrator look after the search index: `ckan search-index rebuild`",
        ),
    ),
    "search/stale": advice(
        Text(
            th="ดัชนีค้นหายังแสดงรุ่นเก่าของ {names}",
            en="The search index still shows an older version of {names}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลตรวจคิวทำดัชนี และสั่ง `ckan search-index rebuild` สำหรับชุดข้อมูลเหล่านี้",
            en="Have the portal's administrator check the indexing queue and run `ckan search-index rebuild` for them",
        ),
    ),
}
