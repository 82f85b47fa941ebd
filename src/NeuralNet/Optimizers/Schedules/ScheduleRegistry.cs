namespace NeuralNet;

/// <summary>The learning rate schedules that a file can stand for; a new one adds its line here.</summary>
internal static class ScheduleRegistry
{
    public static Registry<LearningRateSchedule> Known { get; } = new Registry<LearningRateSchedule>("learning rate schedule")
        .Add("ExponentialDecay", ExponentialDecay.From)
        .Add("InverseTimeDecay", InverseTimeDecay.From)
        .Add("PolynomialDecay", PolynomialDecay.From)
        .Add("CosineDecay", CosineDecay.From)
        .Add("CosineDecayRestarts", CosineDecayRestarts.From)
        .Add("PiecewiseConstantDecay", PiecewiseConstantDecay.From);
}
