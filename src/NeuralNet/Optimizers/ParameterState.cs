namespace NeuralNet;

/// <summary>What an optimizer remembers of a stretch of one parameter, and the step it is at.</summary>
public readonly ref struct ParameterState
{
    private readonly float[][] slots;
    private readonly int firstSlot, start, length;

    internal ParameterState(float[][] slots, float learningRate, float stepSize, long step, int start, int length, int firstSlot = 0)
    {
        this.slots = slots;
        LearningRate = learningRate;
        StepSize = stepSize;
        Step = step;
        this.firstSlot = firstSlot;
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
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public Span<float> Slot(int index) => (uint)index < (uint)(slots.Length - firstSlot)
        ? slots[firstSlot + index].AsSpan(start, length)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The optimizer has {slots.Length - firstSlot} slots, numbered from 0: those that its SlotNames names.");

    /// <summary>
    /// Returns the state without its first slots, for an optimizer within another: the outer one has the first slots, the inner one those
    /// behind them.
    /// </summary>
    /// <param name="index">The index of the slot that becomes the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many slots.</exception>
    public ParameterState FromSlot(int index) => (uint)index <= (uint)(slots.Length - firstSlot)
        ? new ParameterState(slots, LearningRate, StepSize, Step, start, length, firstSlot + index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The optimizer has {slots.Length - firstSlot} slots.");
}
