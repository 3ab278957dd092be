import django.db.models.deletion
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0002_search"),
        ("duties", "0003_imports"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="要求")),
                ("evidence", models.CharField(max_length=160, verbose_name="看什么")),
                (
                    "level",
                    models.CharField(
                        choices=[("", "未认定"), ("certified", "达标品牌"), ("model", "示范品牌")],
                        default="certified",
                        max_length=10,
                        verbose_name="用于",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="版次")),
                ("title", models.CharField(max_length=60, verbose_name="标准名称")),
                ("effective", models.DateField(verbose_name="施行日期")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="修订理由")),
                ("by_name", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("province", "省级品牌"),
                            ("city", "全市总品牌"),
                            ("office", "机关“六型”"),
                            ("committee", "一委一品"),
                            ("branch", "一支部一品牌"),
                            ("group", "一党小组一品牌"),
                            ("region", "一区域一品牌"),
                        ],
                        max_length=10,
                        verbose_name="品牌类别",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=60, verbose_name="上级单位名称")),
                (
                    "six_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("loyal", "忠诚型"),
                            ("harmonious", "和谐型"),
                            ("learning", "崇学型"),
                            ("hardworking", "实干型"),
                            ("innovative", "创新型"),
                            ("clean", "清廉型"),
                        ],
                        max_length=12,
                        verbose_name="体现六型",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("slogan", models.CharField(blank=True, max_length=60, verbose_name="口号")),
                ("idea", models.CharField(blank=True, max_length=200, verbose_name="核心理念")),
                ("orientation", models.CharField(blank=True, max_length=200, verbose_name="工作导向")),
                ("meaning", models.TextField(blank=True, max_length=2000, verbose_name="内涵说明")),
                ("since", models.DateField(default=touyan.core.clock.today, verbose_name="提出日期")),
                (
                    "life",
                    models.CharField(
                        choices=[
                            ("draft", "筹备"),
                            ("published", "已发布"),
                            ("resting", "休眠"),
                            ("handed", "已移交"),
                            ("closed", "荣誉收官"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("published", models.DateField(blank=True, null=True, verbose_name="发布日期")),
                ("ended", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("rests_until", models.DateField(blank=True, null=True, verbose_name="休眠到")),
                ("window_months", models.PositiveSmallIntegerField(default=12, verbose_name="读数看最近几个月")),
                ("quiet_months", models.PositiveSmallIntegerField(default=6, verbose_name="几个月没有实际工作算休眠")),
                (
                    "quality",
                    models.CharField(
                        blank=True,
                        choices=[("", "未认定"), ("certified", "达标品牌"), ("model", "示范品牌")],
                        default="",
                        max_length=10,
                        verbose_name="质量认定",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="认定有效期至")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="品牌负责人",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="brands.brand",
                        verbose_name="上级品牌",
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="organizations.person", verbose_name="参与创建的人"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="brands.brand",
                        verbose_name="承接自",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brands",
                        to="organizations.unit",
                        verbose_name="创建单位",
                    ),
                ),
            ],
            options={
                "ordering": ["unit__order", "name", "pk"],
                "indexes": [models.Index(fields=["life", "kind"], name="brands_bran_life_751b3b_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", False), ("kind", "province"), _connector="OR"),
                        name="brand_has_its_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True), name="brand_not_its_own_parent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quiet_months__range", (1, 36)), ("window_months__range", (3, 36))),
                        name="brand_windows_in_months",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("seen_on", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待说明"),
                            ("explained", "已说明"),
                            ("disputed", "有不同意见"),
                            ("cleared", "已消除"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
                ("answered_by", models.CharField(blank=True, max_length=60)),
                ("answered_at", models.DateTimeField(null=True)),
                ("rests_until", models.DateField(null=True)),
                ("said", models.CharField(blank=True, max_length=300, verbose_name="答复")),
                ("said_by", models.CharField(blank=True, max_length=60)),
                ("cleared_on", models.DateField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="brands.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_on__isnull", True)),
                        fields=("brand", "code"),
                        name="one_alert_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("verb", models.CharField(max_length=20)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("by_name", models.CharField(max_length=60)),
                ("by_account", models.BigIntegerField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="brands.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BrandStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("launch", "宣传发动"),
                            ("organise", "组织实施"),
                            ("cultivate", "培育调研"),
                            ("commend", "评选表彰"),
                            ("spread", "交流推广"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("underway", "进行中"),
                            ("submitted", "待审核"),
                            ("returned", "已退回"),
                            ("passed", "已完成"),
                        ],
                        default="underway",
                        max_length=10,
                    ),
                ),
                ("started", models.DateField(default=touyan.core.clock.today)),
                ("passed_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="brands.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["started", "pk"],
                "constraints": [models.UniqueConstraint(fields=("brand", "code"), name="step_once_per_brand")],
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dismissals", to="brands.brand"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="duties.work"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("brand", "work"), name="dismissed_once")],
            },
        ),
        migrations.CreateModel(
            name="Drive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="交流什么")),
                ("naming", models.BooleanField(default=False, verbose_name="命名其他单位")),
                ("approved_by", models.CharField(blank=True, max_length=60, verbose_name="批准机关")),
                ("approval_no", models.CharField(blank=True, max_length=60, verbose_name="批准文号")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                ("opens", models.DateField(default=touyan.core.clock.today, verbose_name="开始日期")),
                ("closes", models.DateField(verbose_name="结束日期")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("naming", False),
                            models.Q(
                                models.Q(("approved_by", ""), _negated=True),
                                models.Q(("approval_no", ""), _negated=True),
                                ("approved_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="naming_has_its_approval",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=200, verbose_name="带来什么做法")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="brands.brand"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="brands.drive"
                    ),
                ),
            ],
            options={
                "ordering": ["brand__unit__order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("drive", "brand"), name="entered_once")],
            },
        ),
        migrations.CreateModel(
            name="Element",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("carrier", "活动载体"), ("mechanism", "制度机制"), ("feature", "特色")],
                        max_length=10,
                        verbose_name="组成",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("work_kind", models.CharField(blank=True, max_length=40, verbose_name="用哪类工作体现")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="elements", to="brands.brand"
                    ),
                ),
                (
                    "norm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.norm",
                        verbose_name="对应制度",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "kind", "name"), name="element_once_per_brand")
                ],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="数字")),
                ("label", models.CharField(max_length=20, verbose_name="名目")),
                ("items", models.JSONField(default=list, verbose_name="内容")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="frames", to="brands.brand"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("brand", "number"), name="frame_once_per_number"),
                    models.CheckConstraint(condition=models.Q(("number__range", (1, 9))), name="frame_number_in_range"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whom", models.CharField(max_length=60, verbose_name="服务谁")),
                ("what", models.CharField(max_length=120, verbose_name="做什么")),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("month", "每月一次"),
                            ("two_months", "每两月一次"),
                            ("quarter", "每季度一次"),
                            ("half_year", "每半年一次"),
                            ("year", "每年一次"),
                        ],
                        max_length=12,
                        verbose_name="多久一次",
                    ),
                ),
                ("sign", models.CharField(max_length=160, verbose_name="怎样看得出来")),
                ("work_kinds", models.JSONField(blank=True, default=list, verbose_name="由哪些种类的工作兑现")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起算日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="停止日期")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="brands.brand"
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="brands.element",
                        verbose_name="依托载体",
                    ),
                ),
                (
                    "mechanism",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="brands.element",
                        verbose_name="依据机制",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                        name="promise_ends_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("party", models.BooleanField(default=False)),
                ("duty", models.BooleanField(default=False)),
                ("outcome", models.BooleanField(default=False)),
                ("counts", models.BooleanField(default=True)),
                ("residents", models.BooleanField(default=False, verbose_name="有群众参加")),
                ("others", models.PositiveSmallIntegerField(default=0)),
                ("faces", models.TextField(blank=True)),
                ("sectors", models.CharField(blank=True, max_length=400)),
                ("linked_by", models.CharField(max_length=60)),
                ("linked_at", models.DateTimeField(default=touyan.core.clock.now)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deeds", to="brands.brand"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="duties.work"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="brands.promise"
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "indexes": [models.Index(fields=["brand", "day"], name="brands_deed_brand_i_0b02f1_idx")],
                "constraints": [models.UniqueConstraint(fields=("brand", "work"), name="work_once_per_brand")],
            },
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "筹备"),
                            ("growing", "生长"),
                            ("steady", "平稳"),
                            ("resting", "休眠"),
                            ("handed", "已移交"),
                            ("honoured", "荣誉收官"),
                        ],
                        max_length=10,
                    ),
                ),
                ("continuity", models.PositiveSmallIntegerField(null=True)),
                ("fusion", models.PositiveSmallIntegerField(null=True)),
                ("solidity", models.PositiveSmallIntegerField(null=True)),
                ("distinctness", models.PositiveSmallIntegerField(null=True)),
                ("reach", models.PositiveSmallIntegerField(null=True)),
                ("deeds", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveSmallIntegerField(default=0)),
                ("promised", models.PositiveSmallIntegerField(default=0)),
                ("last_day", models.DateField(null=True)),
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pulse", to="brands.brand"
                    ),
                ),
                (
                    "nearest",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="brands.brand"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state"], name="brands_puls_state_d15b6d_idx")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "target",
                    models.CharField(
                        choices=[("", "未认定"), ("certified", "达标品牌"), ("model", "示范品牌")],
                        default="certified",
                        max_length=10,
                        verbose_name="申请",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "自查中"),
                            ("submitted", "待实地查看"),
                            ("visited", "待签署决定"),
                            ("decided", "已决定"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("opened", models.DateField(default=touyan.core.clock.today)),
                ("submitted", models.DateField(null=True)),
                ("visited", models.DateField(blank=True, null=True, verbose_name="实地查看日期")),
                ("visitor", models.CharField(blank=True, max_length=60)),
                ("found", models.CharField(blank=True, max_length=600, verbose_name="查看情况")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="brands.brand"
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="brands.standard"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "decided"), _negated=True),
                        fields=("brand",),
                        name="one_running_review",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("grant", "认定"),
                            ("keep", "复核保留"),
                            ("raise", "晋级"),
                            ("lower", "降级"),
                            ("withdraw", "撤销认定"),
                        ],
                        max_length=10,
                        verbose_name="决定",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("", "未认定"), ("certified", "达标品牌"), ("model", "示范品牌")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("basis", models.CharField(blank=True, max_length=120, verbose_name="批准依据")),
                ("signed_by", models.CharField(max_length=60)),
                ("account_id", models.BigIntegerField(null=True)),
                ("on", models.DateField(default=touyan.core.clock.today)),
                ("valid_until", models.DateField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="brands.brand"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="brands.review",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("met", models.BooleanField(null=True, verbose_name="自查达到")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="证据")),
                ("seen", models.BooleanField(null=True, verbose_name="查看属实")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="brands.criterion"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="brands.review"
                    ),
                ),
            ],
            options={
                "ordering": ["criterion__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion"), name="mark_once_per_criterion")
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="standard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="brands.standard"
            ),
        ),
        migrations.CreateModel(
            name="StepProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="证明材料")),
                ("day", models.DateField(default=touyan.core.clock.today, verbose_name="日期")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="brands.brandstep"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.work",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
            },
        ),
    ]
