"""Every sentence of every drift. docs/reconcile.md has a line for each."""

from flows.domain.drift import Acts
from flows.domain.text import Text
from flows.portal.reconcile.saying import Says

ACTS = {
    Acts.PERD: Text(th="ระบบแก้เองได้", en="Perd itself"),
    Acts.OFFICER: Text(th="ผู้ดูแลระบบเผยแพร่", en="whoever runs Perd"),
    Acts.EDITOR: Text(th="ผู้แก้ไขชุดข้อมูลบนพอร์ทัล", en="an editor on the portal"),
    Acts.PORTAL: Text(th="ผู้ดูแลพอร์ทัล", en="the portal's administrator"),
    Acts.ARCHIVE: Text(th="ผู้ดูแลคลัง", en="the archive's keeper"),
}

_REPAIR = Text(
    th="สั่ง `perd reconcile {dataset} --repair` ระบบจะส่งรุ่นที่เผยแพร่ล่าสุดจากคลังขึ้นไปใหม่ แล้วตรวจซ้ำ",
    en="`perd reconcile {dataset} --repair` sends it again from the version in the archive, and looks once more",
)
_ARCHIVE_FIRST = Text(
    th="คลังไม่มีรุ่นที่เผยแพร่ล่าสุดครบ จึงแก้เองไม่ได้ กู้คลังจากสำเนาสำรองแล้วสั่งซ้ำ หรือเผยแพร่ใหม่ด้วย `perd run {dataset}`",
    en="The archive does not hold the published version whole: bring it back from a backup and try again, or publish"
    " the agency's file anew with `perd run {dataset}`",
)
_FROM_BACKUP = Text(
    th="กู้ไฟล์นี้จากสำเนาสำรองของคลัง (PERD_ARCHIVE_URL) และหาสาเหตุที่ไฟล์เปลี่ยน",
    en="Bring it back from a backup of the archive (PERD_ARCHIVE_URL), and find out what happened to it",
)
_INTO_THE_ARCHIVE = Text(
    th="ไฟล์บนพอร์ทัลยังถูกต้อง `perd reconcile {dataset} --repair` จะนำกลับมาเก็บในคลัง",
    en="The portal's copy is right: `perd reconcile {dataset} --repair` puts it back into the archive",
)
_INDEX = Text(
    th="สั่ง `perd reconcile {dataset} --repair` ให้พอร์ทัลทำดัชนีใหม่ หากไม่ได้ผล ขอผู้ดูแลพอร์ทัลสั่ง"
    " `ckan search-index rebuild {dataset}`",
    en="`perd reconcile {dataset} --repair` has the portal index it; if that does not help, ask its administrator for"
    " `ckan search-index rebuild {dataset}`",
)
_REBUILD = Text(
    th="ขอผู้ดูแลพอร์ทัลสั่ง `ckan search-index rebuild {dataset}`",
    en="Ask the portal's administrator for `ckan search-index rebuild {dataset}`",
)

WORDS = {
    "ledger/unknown": Says(
        Acts.OFFICER,
        Text(
            th="ชุดข้อมูลนี้อยู่บนพอร์ทัล แต่บันทึกหลักฐานนี้ไม่มีรายการว่าเคยเผยแพร่",
            en="The dataset stands on the portal, and this ledger does not tell that it was ever published",
        ),
        Text(
            th="ตรวจว่า PERD_LEDGER_URL ชี้ไปยังบันทึกที่ถูกต้อง หากถูกแล้ว `perd run {dataset}` จะบันทึกสิ่งที่พบ",
            en="See that PERD_LEDGER_URL leads to the right ledger; if it does, `perd run {dataset}` writes down what"
            " it finds",
        ),
    ),
    "ledger/unfinished": Says(
        Acts.OFFICER,
        Text(
            th="รอบหนึ่งเผยแพร่ชุดข้อมูลนี้ค้างไว้ สิ่งที่อยู่บนพอร์ทัลจึงไม่ใช่รุ่นที่บันทึกว่าเผยแพร่ล่าสุด",
            en="A run broke off while it published the dataset: what stands is not what the ledger says was published",
        ),
        Text(
            th="สั่ง `perd reconcile {dataset} --repair` หรือรอรอบถัดไป ระบบจะทำให้เสร็จ หรือนำรุ่นเดิมกลับมา",
            en="`perd reconcile {dataset} --repair`, or the next run, finishes it or puts the last version back",
        ),
    ),
    "archive/manifest-gone": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์กำกับของรุ่นที่ {where} ซึ่งเผยแพร่อยู่ หายไปจากคลัง จึงนำรุ่นนี้กลับมาไม่ได้และเทียบได้ไม่ครบ",
            en="The manifest of version {where}, the one that is published, is gone from the archive: the version"
            " cannot be brought back, and not all of it can be compared",
        ),
        _FROM_BACKUP,
    ),
    "archive/manifest-damaged": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์กำกับของรุ่นที่ {where} ซึ่งเผยแพร่อยู่ เสียหายในคลัง จึงนำรุ่นนี้กลับมาไม่ได้และเทียบได้ไม่ครบ",
            en="The archive's manifest of version {where}, the one that is published, is damaged: the version cannot"
            " be brought back, and not all of it can be compared",
        ),
        _FROM_BACKUP,
    ),
    "archive/manifest-exchanged": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์กำกับของรุ่นที่ {where} ในคลังไม่ใช่ไฟล์ที่บันทึกหลักฐานระบุไว้ อาจมีผู้เปลี่ยนไฟล์",
            en="The archive's manifest of version {where} is not the one that the ledger tells of: somebody may have"
            " exchanged it",
        ),
        _FROM_BACKUP,
    ),
    "archive/file-gone": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์ของ {where} ในรุ่นที่เผยแพร่อยู่ หายไปจากคลัง จึงนำรุ่นนี้กลับมาไม่ได้",
            en="The file of {where} in the published version is gone from the archive: it cannot be brought back",
        ),
        _FROM_BACKUP,
        _INTO_THE_ARCHIVE,
    ),
    "archive/file-damaged": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์ของ {where} ในรุ่นที่เผยแพร่อยู่ เสียหายในคลัง จึงนำรุ่นนี้กลับมาไม่ได้",
            en="The archive's file of {where} in the published version is damaged: it cannot be brought back",
        ),
        _FROM_BACKUP,
        _INTO_THE_ARCHIVE,
    ),
    "dataset/missing": Says(
        Acts.OFFICER,
        Text(
            th="บันทึกหลักฐานบอกว่าเผยแพร่แล้ว แต่พอร์ทัลไม่มีชุดข้อมูลนี้ อาจถูกล้างออก (purge) หรือพอร์ทัลถูกกู้จากสำเนาเก่า",
            en="The ledger tells that it was published, and the portal does not have it: it was purged, or the portal"
            " was restored from an older backup",
        ),
        Text(
            th="ถามผู้ดูแลพอร์ทัลว่าเพราะเหตุใด และตรวจว่า PERD_PORTAL_URL เป็นพอร์ทัลที่เคยเผยแพร่ หากต้องการเผยแพร่อีก สั่ง"
            " `perd run {dataset}`",
            en="Ask the portal's administrator why, and see that PERD_PORTAL_URL is the portal that it was published"
            " on; `perd run {dataset}` publishes it again",
        ),
        Text(
            th="ถามผู้ดูแลพอร์ทัลว่าเพราะเหตุใด หากไม่ได้ตั้งใจ `perd reconcile {dataset} --repair` จะเผยแพร่รุ่นล่าสุดจากคลังอีกครั้ง"
            " (รอบถัดไปก็เช่นกัน)",
            en="Ask the portal's administrator why; if it was not meant to go, `perd reconcile {dataset} --repair`"
            " publishes the last version again (and so does the next run)",
        ),
    ),
    "dataset/deleted": Says(
        Acts.EDITOR,
        Text(
            th="มีผู้ลบชุดข้อมูลนี้บนพอร์ทัล (ยังกู้คืนได้) ระบบจะไม่นำกลับมาเอง",
            en="Somebody deleted the dataset on the portal (it can be restored there); Perd does not bring it back",
        ),
        Text(
            th="กู้คืนบนพอร์ทัล หรือนำคำประกาศออกจาก datasets/ หากตั้งใจเลิกเผยแพร่",
            en="Restore it on the portal, or take its declaration out of datasets/ if it is to stay away",
        ),
    ),
    "dataset/renamed": Says(
        Acts.EDITOR,
        Text(
            th="มีผู้เปลี่ยนชื่อ (ที่อยู่) ของชุดข้อมูลนี้บนพอร์ทัลเป็น {name} ลิงก์เดิมจึงใช้ไม่ได้ และรอบถัดไปจะหาไม่พบ",
            en="Somebody gave the dataset another name, and so another address, on the portal: {name}. Links to it are"
            " broken, and the next run does not find it",
        ),
        Text(
            th="เปลี่ยนชื่อกลับเป็น {dataset} ที่ {url}",
            en="Give it its name {dataset} back, at {url}",
        ),
    ),
    "dataset/twice": Says(
        Acts.EDITOR,
        Text(
            th="พอร์ทัลมีชุดข้อมูลอีกชุดที่ระบุว่าเป็น {dataset} (perd_dataset_id): {name} อาจถูกคัดลอกด้วยมือ",
            en="Another dataset on the portal says that it is {dataset} (perd_dataset_id): {name}; perhaps somebody"
            " copied it",
        ),
        Text(
            th="ดูทั้งสองชุด แล้วลบชุดที่เกินหรือลบ perd_dataset_id ของชุดนั้น: {url} ระบบไม่ลบสิ่งใดเอง",
            en="Look at both, and delete the one too many or empty its perd_dataset_id: {url}. Perd deletes nothing",
        ),
    ),
    "dataset/not-ours": Says(
        Acts.OFFICER,
        Text(
            th="ชื่อ {dataset} บนพอร์ทัลเป็นของชุดข้อมูลอื่นที่ระบบนี้ไม่ได้สร้าง ระบบจะไม่เขียนทับ",
            en="The name {dataset} belongs to another dataset on the portal, which Perd did not make and does not"
            " overwrite",
        ),
        Text(
            th="เปลี่ยนชื่อไฟล์คำประกาศ หรือขอให้เปลี่ยนชื่อชุดข้อมูลนั้นบนพอร์ทัล",
            en="Rename the declaration's file, or have that dataset renamed on the portal",
        ),
    ),
    "dataset/private": Says(
        Acts.EDITOR,
        Text(
            th="มีผู้ปิดชุดข้อมูลนี้ไม่ให้สาธารณะเห็นบนพอร์ทัล ระบบจะไม่เปิดให้เอง",
            en="Somebody made the dataset private on the portal; Perd does not open it again",
        ),
        Text(
            th="ผู้ที่ปิดต้องตรวจสอบ แล้วเปิดบนพอร์ทัลเมื่อพร้อม หรือสั่ง `perd withdraw {dataset} --undo`",
            en="Whoever closed it makes it public on the portal when it may be seen, or gives the command `perd"
            " withdraw {dataset} --undo`",
        ),
    ),
    "dataset/hidden": Says(
        Acts.PORTAL,
        Text(
            th="ชุดข้อมูลนี้ไม่ได้ปิดไว้ แต่ผู้ใช้ทั่วไปไม่เห็น",
            en="The dataset is not private, and an anonymous visitor does not see it all the same",
        ),
        Text(
            th="ถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดซ่อนไว้ หรือต้องรอการอนุมัติ",
            en="Ask the portal's administrator which extension hides it, or who has to approve it",
        ),
    ),
    "dataset/undeclared": Says(
        Acts.OFFICER,
        Text(
            th="ชุดข้อมูลนี้มีเครื่องหมายของระบบ (perd_dataset_id) แต่ไม่มีคำประกาศใน datasets/ จึงไม่มีใครปรับปรุง",
            en="It bears Perd's mark (perd_dataset_id) and no declaration in datasets/ is about it: nobody keeps it up"
            " to date",
        ),
        Text(
            th="นำคำประกาศกลับมา มิฉะนั้นชุดที่บันทึกนี้เคยเผยแพร่จะถูกปิดเมื่อครบเวลาผ่อนผัน ชุดอื่นให้ผู้แก้ไขดู แล้วปิดหรือลบ: {url}",
            en="Put its declaration back; if not, what this ledger published is made private after its days of grace,"
            " and any other an editor looks at, and closes or deletes: {url}",
        ),
    ),
    "dataset/never-arrived": Says(
        Acts.OFFICER,
        Text(
            th="มีคำประกาศ แต่ชุดข้อมูลนี้ไม่เคยถึงพอร์ทัล",
            en="It is declared, and has never arrived on the portal",
        ),
        Text(
            th="สั่ง `perd run {dataset}` แล้วดูผลและรายงาน",
            en="Start `perd run {dataset}`, and see how it ends and what the report says",
        ),
    ),
    "resource/missing": Says(
        Acts.EDITOR,
        Text(
            th="ทรัพยากร {where} หายไปจากชุดข้อมูลบนพอร์ทัล",
            en="The resource {where} is gone from the dataset on the portal",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "resource/twice": Says(
        Acts.EDITOR,
        Text(
            th="มีทรัพยากรอีกรายการที่ระบุว่าเป็น {where} (perd_resource): {name}",
            en="Another resource says that it is {where} (perd_resource): {name}",
        ),
        Text(
            th="ลบรายการที่เกินบนพอร์ทัล หรือลบ perd_resource ของรายการนั้น ({id}) ระบบไม่ลบสิ่งใดเอง",
            en="Delete the one too many on the portal, or empty its perd_resource ({id}); Perd deletes nothing",
        ),
    ),
    "file/other-bytes": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์ {where} ที่ผู้ใช้ทั่วไปดาวน์โหลดไม่ใช่ไฟล์ที่เผยแพร่ไว้",
            en="The file {where} that an anonymous visitor downloads is not the one that was published",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "file/unreadable": Says(
        Acts.PORTAL,
        Text(
            th="ผู้ใช้ทั่วไปดาวน์โหลดไฟล์ {where} ไม่ได้",
            en="An anonymous visitor cannot download the file {where}",
        ),
        Text(
            th="แจ้งผู้ดูแลพอร์ทัล คลังไม่มีรุ่นที่เผยแพร่ล่าสุดครบ จึงส่งใหม่เองไม่ได้",
            en="Tell the portal's administrator; the archive does not hold the published version whole, so that it"
            " cannot be sent again",
        ),
        Text(
            th="สั่ง `perd reconcile {dataset} --repair` เพื่อส่งไฟล์ใหม่ หากยังดาวน์โหลดไม่ได้ โปรดแจ้งผู้ดูแลพอร์ทัล",
            en="`perd reconcile {dataset} --repair` sends it again; if it still cannot be had, tell the portal's"
            " administrator",
        ),
    ),
    "file/elsewhere": Says(
        Acts.ARCHIVE,
        Text(
            th="ที่อยู่ของไฟล์ {where} ถูกเปลี่ยนให้ออกไปนอกพอร์ทัล จึงไม่ใช่ไฟล์ที่เผยแพร่ไว้",
            en="The address of the file {where} was changed, and leads away from the portal: it is not the published"
            " file",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "file/renamed": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์ {where} มีเนื้อหาถูกต้อง แต่อยู่ที่ที่อยู่อื่น ลิงก์ใน datapackage.json และลิงก์ที่เผยแพร่ไว้จึงใช้ไม่ได้",
            en="The file {where} is right, and lies at another address: links to it, in datapackage.json too, are"
            " broken",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "file/marks": Says(
        Acts.ARCHIVE,
        Text(
            th="ไฟล์ {where} ถูกต้อง แต่สิ่งที่พอร์ทัลระบุเกี่ยวกับไฟล์ไม่ตรงกับที่บันทึกไว้: {fields}",
            en="The file {where} is right, but what the portal says of it is not what was recorded: {fields}",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/missing": Says(
        Acts.ARCHIVE,
        Text(
            th="ไม่มีตาราง DataStore ของ {where} จึงค้นและเรียกผ่าน API ไม่ได้",
            en="There is no DataStore table of {where}: it can be neither filtered nor asked by programs",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/hidden": Says(
        Acts.PORTAL,
        Text(
            th="ผู้ใช้ทั่วไปอ่านตาราง DataStore ของ {where} ไม่ได้",
            en="An anonymous visitor may not read the DataStore table of {where}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลให้ผู้ใช้ทั่วไปอ่าน DataStore ได้ (`ckan datastore set-permissions`)",
            en="Ask the portal's administrator to let visitors read the DataStore (`ckan datastore set-permissions`)",
        ),
    ),
    "table/columns": Says(
        Acts.ARCHIVE,
        Text(
            th="ตาราง DataStore ของ {where} มีคอลัมน์หรือชนิดข้อมูลไม่ตรงกับโครงสร้างที่เผยแพร่",
            en="The DataStore table of {where} has other columns, or other types, than the published schema",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/rows": Says(
        Acts.ARCHIVE,
        Text(
            th="ตาราง DataStore ของ {where} มีแถวไม่ตรงกับไฟล์ที่เผยแพร่",
            en="The DataStore table of {where} does not hold the rows of the published file",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/count": Says(
        Acts.ARCHIVE,
        Text(
            th="แถวในตาราง DataStore ของ {where} ถูกต้อง แต่จำนวนแถวที่พอร์ทัลบอกไม่ถูก",
            en="The rows of the DataStore table of {where} are right, but not the number of them that the portal tells",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/labels": Says(
        Acts.ARCHIVE,
        Text(
            th="พจนานุกรมข้อมูล (data dictionary) ของตาราง {where} ไม่ตรงกับโครงสร้างที่เผยแพร่: {columns}",
            en="The portal's data dictionary of the table {where} is not that of the published schema: {columns}",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "table/mark": Says(
        Acts.ARCHIVE,
        Text(
            th="ตาราง DataStore ของ {where} ถูกต้อง แต่พอร์ทัลไม่มีเครื่องหมายว่าสร้างจากไฟล์นี้",
            en="The DataStore table of {where} is right, but the portal does not say that it was made from this file",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "metadata/edited": Says(
        Acts.EDITOR,
        Text(
            th="มีผู้แก้ “{label}” ({where}) บนพอร์ทัล ระบบคงไว้ตามที่แก้",
            en="“{label}” ({where}) was edited on the portal, and stays as it was edited",
        ),
        Text(
            th="หากถูกต้อง ให้ใส่ไว้ในคำประกาศ {file} หากไม่ ให้แก้กลับบนพอร์ทัล",
            en="If it is right, put it into the declaration {file}; if not, set it back on the portal",
        ),
    ),
    "metadata/terms": Says(
        Acts.OFFICER,
        Text(
            th="มีผู้แก้ “{label}” ({where}) บนพอร์ทัล ซึ่งตัดสินว่าข้อมูลเปิดหรือไม่ ระบบไม่แก้กลับ และตรวจชุดข้อมูลตามค่านี้",
            en="“{label}” ({where}), which decides whether the data are open, was edited on the portal: it is not put"
            " back, and the dataset is judged by it",
        ),
        Text(
            th="ถามผู้แก้ว่าเพราะเหตุใด แล้วแก้คำประกาศ {file} หรือแก้กลับบนพอร์ทัล",
            en="Ask who changed it why, then correct the declaration {file}, or set it back on the portal",
        ),
    ),
    "metadata/emptied": Says(
        Acts.ARCHIVE,
        Text(
            th="มีผู้ลบ “{label}” ({where}) บนพอร์ทัล ซึ่งเป็นรายการที่ต้องมี",
            en="“{label}” ({where}) was emptied on the portal, and it is mandatory",
        ),
        _ARCHIVE_FIRST,
        Text(
            th="สั่ง `perd reconcile {dataset} --repair` หรือรอรอบถัดไป ระบบจะใส่กลับตามคำประกาศ {file}",
            en="`perd reconcile {dataset} --repair`, or the next run, fills it as the declaration {file} says",
        ),
    ),
    "metadata/ours": Says(
        Acts.ARCHIVE,
        Text(
            th="{where} เป็นเขตข้อมูลที่ระบบใช้จำว่าเผยแพร่สิ่งใด และไม่เป็นตามที่เขียนไว้",
            en="{where} is a field by which Perd knows what it published, and it is not as it was written",
        ),
        _ARCHIVE_FIRST,
        _REPAIR,
    ),
    "search/missing": Says(
        Acts.PORTAL,
        Text(
            th="ผู้ใช้ทั่วไปค้นหาชุดข้อมูลนี้ไม่พบ แม้เปิดหน้าได้: ดัชนีค้นหาของพอร์ทัลไม่มีชุดนี้",
            en="Visitors can open the dataset's page, but the search does not find it: it is not in the portal's index",
        ),
        _REBUILD,
        _INDEX,
    ),
    "search/stale": Says(
        Acts.PORTAL,
        Text(
            th="ดัชนีค้นหาของพอร์ทัลรู้จักชุดข้อมูลนี้ในสภาพเก่า",
            en="The portal's search index knows an older state of the dataset",
        ),
        _REBUILD,
        _INDEX,
    ),
    "search/shows-hidden": Says(
        Acts.PORTAL,
        Text(
            th="ชุดข้อมูลนี้ปิดอยู่หรือถูกลบ แต่ผู้ใช้ทั่วไปยังค้นพบ ดัชนีค้นหาอาจเปิดเผยสิ่งที่ไม่ควรเห็น",
            en="The dataset is private or deleted, and visitors still find it: the search index may show what nobody"
            " is to see",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลสั่ง `ckan search-index rebuild {dataset}` โดยเร็ว",
            en="Ask the portal's administrator for `ckan search-index rebuild {dataset}`, soon",
        ),
    ),
    "search/count": Says(
        Acts.PORTAL,
        Text(
            th="ดัชนีค้นหาไม่ตรงกับรายการชุดข้อมูลของพอร์ทัล ชุดที่ต่างไม่ใช่ของคำประกาศ: {names}",
            en="The search index does not agree with the portal's own list of datasets, and no declared one is among"
            " these: {names}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลสั่ง `ckan search-index rebuild`",
            en="Ask the portal's administrator for `ckan search-index rebuild`",
        ),
    ),
}
