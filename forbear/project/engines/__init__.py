"""The query engines that the lake may run on: the only place in the product that chooses one.

The shape every engine has is `forbear.intake.engine.Engine`; the setting `FORBEAR_ENGINE` names the class.
"""
