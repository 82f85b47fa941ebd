using System.Globalization;

namespace NeuralNet;

/// <summary>
/// The state of an optimizer for one model: the numbers of epochs and steps, the learning rate and the slots. What each step reads for each
/// parameter is in arrays: a call of an interface takes as long as the update of a few values.
/// </summary>
internal sealed class OptimizerState
{
    private readonly Optimizer optimizer;
    private readonly Func<Parameter, string> pathOf;
    private readonly Dictionary<Parameter, float[][]> slotsByParameter = [];
    private float? learningRate;
    private ParameterSpace? gradients;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="pathOf">Returns the path of a parameter within the model that is trained; its name where there is no model.</param>
    /// <exception cref="ArgumentException">The optimizer's slots have no names, or two have the same.</exception>
    public OptimizerState(Optimizer optimizer, Func<Parameter, string>? pathOf = null)
    {
        this.pathOf = pathOf ?? (parameter => parameter.Name);
        IReadOnlyList<string>? names = optimizer.SlotNames;
        if (names is null || names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() < names.Count)
            throw new ArgumentException($"{optimizer.ClassName} must name its slots, each in another way: SlotNames is "
                + $"{(names is null ? "null" : $"[{string.Join(", ", names)}]")}.", nameof(optimizer));
        this.optimizer = optimizer;
    }

    /// <summary>The number of completed epochs over all calls of Fit, from which the shuffling of an epoch is drawn.</summary>
    public int Epoch { get; set; }

    /// <summary>The number of completed steps; with accumulated gradients, several steps make an update.</summary>
    public long Step { get; set; }

    /// <summary>The parameters that are trained.</summary>
    public Parameter[] Parameters { get; private set; } = [];

    /// <summary>The gradients of <see cref="Parameters"/>.</summary>
    public ParameterSpace Gradients => gradients ??= new ParameterSpace(Parameters);

    /// <summary>The slots of each of <see cref="Parameters"/>.</summary>
    public float[][][] Slots { get; private set; } = [];

    /// <summary>The values indicating whether the weight decay applies to each of <see cref="Parameters"/>.</summary>
    public bool[] IsDecayed { get; private set; } = [];

    /// <summary>The factor of the learning rate of each of <see cref="Parameters"/>.</summary>
    public float[] RateFactors { get; private set; } = [];

    /// <summary>The learning rate of the next step, which can be set only if the optimizer's learning rate is a number.</summary>
    /// <exception cref="InvalidOperationException">The optimizer's learning rate follows a schedule.</exception>
    public float LearningRate
    {
        get => learningRate ?? Scheduled();
        set
        {
            RequireSettableLearningRate();
            learningRate = Require.NonNegative(value, nameof(LearningRate));
        }
    }

    /// <summary>The learning rate that replaces the optimizer's own; null if none was set.</summary>
    public float? SetLearningRate => learningRate;

    /// <summary>The slots of all parameters that have been trained.</summary>
    public IReadOnlyDictionary<Parameter, float[][]> SlotsByParameter => slotsByParameter;

    /// <summary>Sets the slots of a parameter to those of a file, one for each name of the optimizer's slots.</summary>
    public void Restore(Parameter parameter, float[][] slots) => slotsByParameter[parameter] = slots;

    /// <summary>Returns a copy of the state that shares its slots.</summary>
    public OptimizerState Clone()
    {
        var clone = new OptimizerState(optimizer, pathOf);
        clone.TakeOver(this);
        return clone;
    }

    /// <summary>Replaces this state with another one of the same optimizer.</summary>
    public void TakeOver(OptimizerState other)
    {
        (Epoch, Step, learningRate) = (other.Epoch, other.Step, other.learningRate);
        slotsByParameter.Clear();
        foreach ((Parameter parameter, float[][] slots) in other.slotsByParameter)
            slotsByParameter[parameter] = slots;
        Train(Parameters);
    }

    /// <exception cref="InvalidOperationException">The optimizer's learning rate follows a schedule.</exception>
    public void RequireSettableLearningRate()
    {
        if (optimizer.LearningRate is not ConstantLearningRate)
            throw new InvalidOperationException($"The learning rate follows the schedule {optimizer.LearningRate.GetType().Name} of "
                + $"{optimizer.ClassName}, so it cannot be set. Give the optimizer a number as learning rate, or leave the schedule "
                + "alone.");
    }

    /// <summary>Sets the parameters that are trained. Parameters that were trained before keep their slots.</summary>
    public void Train(IEnumerable<Parameter> parameters)
    {
        Parameters = [.. parameters];
        if (gradients is not null && !Parameters.SequenceEqual(gradients.Parameters))
            gradients = null;
        Slots = [.. Parameters.Select(SlotsOf)];
        IsDecayed = [.. Parameters.Select(parameter => optimizer.Decays(parameter, pathOf(parameter)))];
        RateFactors = [.. Parameters.Select(parameter => optimizer.RateFactor(pathOf(parameter)))];
    }

    private float Scheduled()
    {
        float rate = optimizer.LearningRate.At(Step);
        return rate is >= 0 and < float.PositiveInfinity
            ? rate
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"The schedule {optimizer.LearningRate.GetType().Name} of "
                + $"{optimizer.ClassName} gave the learning rate {rate} at step {Step}; it must be a number of at least 0."));
    }

    private float[][] SlotsOf(Parameter parameter)
    {
        if (slotsByParameter.TryGetValue(parameter, out float[][]? slots))
            return slots;
        slots = [.. optimizer.AllSlotNames.Select((name, index) => NewSlot(parameter, name, index))];
        return slotsByParameter[parameter] = slots;
    }

    private float[] NewSlot(Parameter parameter, string name, int index)
    {
        bool isOfRule = index < optimizer.SlotNames.Count;
        if (!isOfRule && name == Optimizer.AverageSlotName)
            return parameter.Value.ToArray();
        var slot = new float[parameter.Shape.Size];
        if (isOfRule)
            optimizer.InitializeSlot(index, parameter.Value.Data, slot);
        return slot;
    }
}
