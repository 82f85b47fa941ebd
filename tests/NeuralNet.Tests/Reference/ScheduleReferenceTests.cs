namespace NeuralNet.Tests;

public class ScheduleReferenceTests
{
    private static readonly ReferenceFile File = new("schedules");

    /// <summary>All cases, so that the theory has data while no schedule exists; kinds that are listed as missing end at once.</summary>
    public static TheoryData<string> Cases => [.. File.Cases.Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        if (MissingKinds.Schedules.Contains(reference.Kind))
            return;
        LearningRateSchedule schedule = ScheduleRegistry.Known.Create(reference.Kind, reference.Configuration);
        double[] steps = reference["steps"].Values, expected = reference["learning_rates"].Values;
        for (int i = 0; i < steps.Length; i++)
            Close.To(expected[i], schedule.At((long)steps[i]), Close.Reference, $"step {steps[i]}");
    }
}
