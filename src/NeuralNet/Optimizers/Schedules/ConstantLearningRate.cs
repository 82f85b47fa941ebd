namespace NeuralNet;

/// <summary>A constant learning rate, the only kind that callbacks can change between updates.</summary>
internal sealed class ConstantLearningRate : LearningRateSchedule, IConfigurable
{
    public ConstantLearningRate(float learningRate) => Value = Require.NonNegative(learningRate);

    public float Value { get; }

    float? IConfigurable.Number => Value;

    public override float At(long step) => Value;
}
