namespace NeuralNet.Tests;

public class ScheduleReferenceTests
{
    private static readonly ReferenceFile File = new("schedules");

    public static TheoryData<string> Cases => File.CasesOf(LearningRateSchedule.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        LearningRateSchedule schedule = LearningRateSchedule.Known.Create(reference.Kind, reference.Configuration);
        double[] steps = reference["steps"].Values, expected = reference["learning_rates"].Values;
        for (int i = 0; i < steps.Length; i++)
            Close.To(expected[i], schedule.At((long)steps[i]), Close.Reference, $"step {steps[i]}");
    }
}
