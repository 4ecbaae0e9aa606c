"""Whoever may comment on cases may ask and answer enquiries, too, for as long as they hold that duty."""

from typing import Any

from django.db import migrations

from penstock.kernel.clock import new_id


def give(apps: Any, _editor: Any) -> None:
    held = apps.get_model("parties", "DutyHeld")
    rows = held.objects.filter(duty="comment").values_list("person_id", "from_on", "until_on")
    held.objects.bulk_create(
        held(id=new_id(), person_id=person, duty="enquire", from_on=since, until_on=until) for person, since, until in rows
    )


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0003_companies'),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
