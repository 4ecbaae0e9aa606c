import django.contrib.postgres.fields
import django.db.models.deletion
import penstock.kernel.clock
from django.db import migrations, models

# What was taken from a name goes with it, and what rests on a mark with that: by the database, for whoever removes a
# name does not see every hint that rests on it, and a fence does not bind the cascade of a foreign key.
CASCADES = (
    ("mark", "party_id", "party"),
    ("hint", "mark_id", "mark"),
    ("hint", "other_mark_id", "mark"),
)
ADD = "; ".join(
    f"ALTER TABLE incidents_{table} ADD CONSTRAINT {table}_{column} FOREIGN KEY ({column})"
    f" REFERENCES incidents_{other} (id) ON DELETE CASCADE"
    for table, column, other in CASCADES
)
DROP = "; ".join(f"ALTER TABLE incidents_{table} DROP CONSTRAINT {table}_{column}" for table, column, _ in CASCADES)


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0002_messages'),
        ('parties', '0005_circles'),
    ]

    operations = [
        migrations.CreateModel(
            name='CommonMark',
            fields=[
                ('id', models.UUIDField(default=penstock.kernel.clock.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('value', models.TextField()),
                ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('found_at', models.DateTimeField(default=penstock.kernel.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='common_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='FollowedTo',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_followed_to')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.UUIDField(default=penstock.kernel.clock.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('value', models.TextField()),
                ('shown', models.TextField()),
                ('incident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('party', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.party')),
            ],
        ),
        migrations.CreateModel(
            name='Hint',
            fields=[
                ('id', models.UUIDField(default=penstock.kernel.clock.new_id, editable=False, primary_key=True, serialize=False)),
                ('opener_id', models.UUIDField()),
                ('score', models.FloatField()),
                ('reasons', models.JSONField(default=list, help_text='of a likeness: trait, points, and what was seen')),
                ('made_at', models.DateTimeField(default=penstock.kernel.clock.now)),
                ('incident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('other_party', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.party')),
                ('party', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.party')),
                ('mark', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.mark')),
                ('other_mark', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='incidents.mark')),
            ],
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('pk', models.CompositePrimaryKey('incident_id', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('incident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
            ],
        ),
        migrations.CreateModel(
            name='LinkAnswer',
            fields=[
                ('id', models.UUIDField(default=penstock.kernel.clock.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_same', models.BooleanField()),
                ('note', models.TextField(default='')),
                ('person_name', models.TextField()),
                ('made_at', models.DateTimeField(default=penstock.kernel.clock.now)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='incidents.incident')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'incident', 'other'), name='link_answer_once'), models.CheckConstraint(condition=models.Q(('incident__lt', models.F('other'))), name='link_answer_in_order')],
            },
        ),
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(fields=['kind', 'value'], name='mark_value'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(fields=('incident', 'kind', 'value', 'party'), name='mark_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='hint',
            index=models.Index(fields=['incident', '-score'], name='hint_incident'),
        ),
        migrations.AddIndex(
            model_name='hint',
            index=models.Index(fields=['opener_id', '-made_at', '-id'], name='hint_opener'),
        ),
        migrations.AddIndex(
            model_name='trait',
            index=models.Index(fields=['key'], name='trait_key'),
        ),
        migrations.RunSQL(ADD, DROP),
    ]
