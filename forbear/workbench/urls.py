"""The addresses of the workbench, under /desk/."""

from datetime import date

from django.urls import path, register_converter

from forbear.workbench import data_pages, day_pages, evidence_pages, people_pages, sign_in, work_pages


class DayInAddress:
    """A day as YYYY-MM-DD."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayInAddress, "day")
app_name = "workbench"
urlpatterns = [
    path("", day_pages.first, name="board"),
    path("charts/<day:day>/<slug:name>-<slug:theme>.svg", day_pages.chart, name="chart"),
    path("people/", people_pages.people_list, name="people"),
    path("people/<str:person_id>/", people_pages.person, name="person"),
    path("people/<str:person_id>/reveal/", people_pages.reveal, name="reveal"),
    path("people/<str:person_id>/note/", people_pages.note, name="note"),
    path("requests/", data_pages.requests, name="requests"),
    path("requests/<int:request_id>/answer/", data_pages.answered, name="request_answered"),
    path("refusals/", day_pages.refusals, name="refusals"),
    path("outbox/", day_pages.outbox, name="outbox"),
    path("tasks/", work_pages.tasks, name="tasks"),
    path("tasks/<int:task_id>/done/", work_pages.task_done, name="task_done"),
    path("alerts/", work_pages.alerts, name="alerts"),
    path("alerts/<int:alert_id>/seen/", work_pages.alert_moved, {"to": "seen"}, name="alert_seen"),
    path("alerts/<int:alert_id>/resolved/", work_pages.alert_moved, {"to": "resolved"}, name="alert_resolved"),
    path("audit/", evidence_pages.audit, name="audit"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
]
