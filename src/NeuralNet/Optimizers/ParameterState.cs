namespace NeuralNet;

/// <summary>What an optimizer remembers of a stretch of one parameter, and the step it is at.</summary>
public readonly ref struct ParameterState
{
    private readonly float[][] slots;
    private readonly int start, length;

    internal ParameterState(float[][] slots, float learningRate, float stepSize, long step, int start, int length)
    {
        this.slots = slots;
        LearningRate = learningRate;
        StepSize = stepSize;
        Step = step;
        this.start = start;
        this.length = length;
    }

    /// <summary>The learning rate of this step.</summary>
    public float LearningRate { get; }

    /// <summary>What <see cref="Optimizer.StepSize"/> gave for this step.</summary>
    public float StepSize { get; }

    /// <summary>The number of this step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The values of a slot, one for each element of the stretch, by its index in <see cref="Optimizer.SlotNames"/>.</summary>
    public Span<float> Slot(int index) => slots[index].AsSpan(start, length);
}
