"""What is wrong with a run or slow in it, told before hours are spent."""

from dabir_training.doctor.examination import examine
from dabir_training.doctor.finding import Finding, Grade

__all__ = ["Finding", "Grade", "examine"]
