"""Reading back what was written: first as an editor while nobody else sees it, then as an anonymous visitor."""

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.receipt import PublishedFile
from flows.portal import standing
from flows.portal.client import Portal
from flows.portal.datastore import counting


def as_editor(portal: Portal, dataset: PublishedDataset) -> None:
    """The bytes of every file of ours are those that were sent. PortalRefused if not."""
    for resource in dataset.resources:
        _bytes(portal, dataset, resource, as_editor=True)


def as_public(
    portal: Portal, name: str, resources: tuple[str, ...], looked_at: frozenset[str]
) -> tuple[PublishedDataset, tuple[PublishedFile, ...]]:
    """What an anonymous visitor gets of the dataset: its page, these resources, the bytes of `looked_at`, row counts.

    `resources` are the names that have to be there. PortalRefused if anything is not as it was written.
    """
    try:
        answer = portal.ask("package_show", {"id": name}, of=f"{name} by an anonymous visitor")
    except PortalRefused as hidden:
        raise PortalRefused(
            f"The dataset {name} was made public and an anonymous visitor still cannot see it on {portal.url}: ask the "
            f"portal's administrator whether it hides datasets until somebody approves them"
        ) from hidden
    dataset = standing.published(answer, portal.url)
    missing = [resource for resource in resources if dataset.resource(resource) is None]
    if dataset.private or missing:
        what = f"does not list {', '.join(missing)}" if missing else "still says that it is private"
        raise PortalRefused(
            f"The public page of {name} {what}: ask the portal's administrator which extension hides it"
        )
    return dataset, tuple(
        _file(portal, dataset, resource, resource.resource in looked_at)
        for resource in dataset.resources
        if resource.resource in resources
    )


def _file(portal: Portal, dataset: PublishedDataset, resource: PublishedResource, look: bool) -> PublishedFile:
    if look:
        _bytes(portal, dataset, resource, as_editor=False)
        if resource.fields.get("perd_datastore_sha256"):
            _rows(portal, dataset, resource)
    return PublishedFile(
        resource=resource.resource,
        id=resource.id,
        url=resource.url,
        sha256=resource.sha256,
        read_back=look,
        rows=resource.rows,
    )


def _bytes(portal: Portal, dataset: PublishedDataset, resource: PublishedResource, *, as_editor: bool) -> None:
    found = portal.download(resource.url, as_editor=as_editor)
    if found.web_page:
        raise PortalRefused(
            f"The address of {resource.resource} of {dataset.name} gives a web page instead of the file "
            f"({resource.url}): ask the portal's administrator to let downloads through its firewall"
        )
    if found.sha256 != resource.sha256:
        raise PortalRefused(
            f"The portal gives other bytes for {resource.resource} of {dataset.name} than were sent ({found.size:,} "
            f"bytes, SHA-256 {found.sha256[:12]}... instead of {resource.sha256[:12]}..., {resource.url}): ask the "
            f"portal's administrator whether an extension or a cache changes files"
        )


def _rows(portal: Portal, dataset: PublishedDataset, resource: PublishedResource) -> None:
    of = f"{resource.resource} of {dataset.name} by an anonymous visitor"
    total = portal.ask("datastore_search", counting(resource.id), of=of)["total"]
    if total != resource.rows:
        raise PortalRefused(
            f"The portal's table of {resource.resource} of {dataset.name} shows {total:,} rows to the public and the "
            f"file has {resource.rows:,}: ask the portal's administrator what else writes into its DataStore"
        )
