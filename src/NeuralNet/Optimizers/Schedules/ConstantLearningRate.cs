namespace NeuralNet;

/// <summary>A rate that stays the same; the only kind that may be changed between updates, by callbacks.</summary>
internal sealed class ConstantLearningRate : LearningRateSchedule, IConfigurable
{
    public ConstantLearningRate(float learningRate) => Value = Require.NonNegative(learningRate);

    public float Value { get; }

    float? IConfigurable.Number => Value;

    public override float At(long step) => Value;
}
