namespace NeuralNet;

/// <summary>The state of an optimizer for a segment of one parameter: its slots, the learning rate and the number of the step.</summary>
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

    /// <summary>The result of <see cref="Optimizer.StepSize"/> for this step.</summary>
    public float StepSize { get; }

    /// <summary>The number of this step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>
    /// Returns the values of a slot, one for each element of the segment, by the slot's index in <see cref="Optimizer.SlotNames"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public Span<float> Slot(int index) => (uint)index < (uint)(slots.Length - firstSlot)
        ? slots[firstSlot + index].AsSpan(start, length)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The optimizer has {slots.Length - firstSlot} slots, numbered "
            + "from 0: those that its SlotNames names.");

    /// <summary>
    /// Returns the state without its first slots, for an optimizer that another one wraps: the first slots belong to the outer optimizer,
    /// the following ones to the inner.
    /// </summary>
    /// <param name="index">The index of the slot that becomes the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is greater than the number of slots.</exception>
    public ParameterState FromSlot(int index) => (uint)index <= (uint)(slots.Length - firstSlot)
        ? new ParameterState(slots, LearningRate, StepSize, Step, start, length, firstSlot + index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The optimizer has {slots.Length - firstSlot} slots.");
}
