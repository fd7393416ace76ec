"""The usual nightly script: each dataset's file is fetched and published anew, with its metadata, changed or not.

No slower than such a script has to be: connections are kept, and nothing is asked that is not needed.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
from ckanapi import RemoteCKAN  # type: ignore[import-untyped]


def republish(url: str, token: str, sources: Mapping[str, str]) -> None:
    """sources: the address of each dataset's file, by the dataset's name."""
    with requests.Session() as session, RemoteCKAN(url, apikey=token, session=session) as ckan:
        for name, address in sources.items():
            shown = ckan.action.package_show(id=name)
            answer = session.get(address, timeout=60)
            answer.raise_for_status()
            ckan.action.package_update(**shown)
            _upload(ckan, _data_of(shown), answer.content)


def _data_of(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """The resource that holds the data."""
    data: Mapping[str, Any] = next(one for one in shown["resources"] if one["format"] == "CSV")
    return data


def _upload(ckan: RemoteCKAN, resource: Mapping[str, Any], content: bytes) -> None:
    file = BytesIO(content)
    file.name = f"{resource['name']}.csv"
    fields = {key: value for key, value in resource.items() if isinstance(value, str)}
    ckan.action.resource_update(**fields, upload=file)
