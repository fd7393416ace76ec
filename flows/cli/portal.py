"""`perd portal ...`: the embedded CKAN portal of this machine."""

from typing import Any

import typer

from flows.settings import read_settings
from flows.terminal import AsJson, out, print_json

app = typer.Typer(no_args_is_help=True, help="The embedded CKAN portal of this machine.")


@app.command("up")
def portal_up(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Start the embedded portal; quick if it is up already."""
    from flows.local import portal as local
    from flows.world import lay_out

    settings = read_settings()
    answer = local.portal_up(lay_out(settings).catalogue.agencies.values(), settings.home, "--profile", profile)
    _portal_says(answer, as_json)


@app.command("down")
def portal_down(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Stop it; its data stay."""
    from flows.local import portal as local

    answer = local.devportal("down", "--profile", profile)
    local.portal_gone(read_settings().home)
    _portal_says(answer, as_json)


@app.command("status")
def portal_status(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Say whether it is up, and where."""
    from flows.local import portal as local

    _portal_says(local.devportal("status", "--profile", profile), as_json)


@app.command("reset")
def portal_reset(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Stop it and remove its data."""
    from flows.local import portal as local

    answer = local.devportal("reset", "--profile", profile)
    local.portal_gone(read_settings().home)
    _portal_says(answer, as_json)


def _portal_says(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        out.print(f"พอร์ทัล / portal {answer.get('state', '')}: {answer.get('url') or '-'}")
