
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_no_dead_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='judged_under',
            field=models.JSONField(default=dict),
        ),
    ]
