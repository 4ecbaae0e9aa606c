"""Make the row that holds the newest link of the record."""

from django.db import migrations


class Migration(migrations.Migration):
    """One row, made once."""

    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO kernel_chainhead (id, seq, hash) VALUES (1, 0, '') ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
