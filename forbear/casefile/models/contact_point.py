"""An address at which a person said we may reach them."""

from django.db import models

from forbear.casefile.fields import EncryptedText


class ContactPoint(models.Model):
    """`index` is the blind index of the value: equal addresses meet without being read."""

    person = models.ForeignKey("casefile.Person", on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=[("mobile", "mobile"), ("email", "e-mail"), ("post", "post")])
    value = EncryptedText()
    index = models.CharField(max_length=32)
    usable = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "index"], name="one_contact_point_a_person"),
        ]
