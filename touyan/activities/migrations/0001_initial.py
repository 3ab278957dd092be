import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("duties", "0002_guards"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="英文名称")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("meeting", "会议协商"),
                            ("supervision", "民主监督"),
                            ("visit", "视察调研"),
                            ("party", "党组织生活"),
                            ("study", "学习培训"),
                            ("contact", "联系走访"),
                        ],
                        max_length=12,
                        verbose_name="分组",
                    ),
                ),
                ("is_party", models.BooleanField(default=False, verbose_name="算党建活动")),
                ("is_duty", models.BooleanField(default=False, verbose_name="算履职活动")),
                ("half_days", models.PositiveSmallIntegerField(default=1, verbose_name="半天数")),
                ("late_minutes", models.PositiveSmallIntegerField(default=15, verbose_name="开始后多少分钟算迟到")),
                ("leave_hours", models.PositiveSmallIntegerField(default=24, verbose_name="开始前多少小时截止请假")),
                ("asks_topic", models.BooleanField(default=False, verbose_name="带调研题目")),
                ("emphases", models.JSONField(blank=True, default=list)),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("active", models.BooleanField(default=True, verbose_name="使用中")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                ("starts", models.DateTimeField(verbose_name="开始时间")),
                ("ends", models.DateTimeField(verbose_name="结束时间")),
                ("day", models.DateField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "待举行"), ("held", "已举行"), ("cancelled", "已取消")],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("is_party", models.BooleanField(default=False, verbose_name="党建活动")),
                ("is_duty", models.BooleanField(default=False, verbose_name="履职活动")),
                ("emphases", models.JSONField(blank=True, default=list)),
                ("topic", models.CharField(blank=True, max_length=120, verbose_name="调研题目")),
                ("agenda", models.TextField(blank=True, max_length=4000, verbose_name="议程")),
                ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="成效")),
                ("leave_until", models.DateTimeField(blank=True, null=True, verbose_name="请假截止")),
                ("entered_by_name", models.CharField(blank=True, max_length=60)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "work",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity",
                        to="duties.work",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="activities.activitykind",
                        verbose_name="种类",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts", "-pk"],
                "indexes": [
                    models.Index(fields=["unit", "day"], name="activities__unit_id_fb44ea_idx"),
                    models.Index(fields=["state", "starts"], name="activities__state_32fdc1_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="activity_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "via",
                    models.CharField(
                        choices=[("unit", "按单位"), ("sector", "按界别"), ("role", "按职务"), ("name", "按姓名")],
                        default="unit",
                        max_length=8,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("open", "待答复"), ("coming", "参加"), ("leave", "请假")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="activities.activity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="organizations.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "answer"], name="activities__person__3693e7_idx")],
                "constraints": [models.UniqueConstraint(fields=("activity", "person"), name="invited_once")],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "会议纪要"),
                            ("matter", "办成的实事"),
                            ("media", "媒体报道"),
                            ("mechanism", "形成的制度机制"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="内容")),
                ("day", models.DateField(verbose_name="日期")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="activities.activity"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("rhythm", models.CharField(max_length=10)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("skipped", models.JSONField(default=list)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activitykind"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="activity",
            name="series",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="activities.series",
            ),
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="场次")),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="activities.activity"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("activity", "order"), name="session_once")],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[("official", "公务"), ("private", "个人事务")], max_length=10, verbose_name="事由"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待批准"),
                            ("granted", "已准假"),
                            ("refused", "未准假"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=60)),
                ("answer", models.CharField(blank=True, max_length=120, verbose_name="答复")),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leaves", to="activities.invitation"
                    ),
                ),
                ("sessions", models.ManyToManyField(related_name="+", to="activities.session")),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "granted"])),
                        fields=("invitation",),
                        name="one_open_leave",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("code", "出示本人签到码"), ("door", "扫门口签到码"), ("clerk", "工作人员登记")],
                        max_length=8,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("booked_at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=60)),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="activities.session"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("session", "person"), name="arrived_once")],
            },
        ),
    ]
