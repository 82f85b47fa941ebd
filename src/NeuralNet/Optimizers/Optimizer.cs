using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The rule by which gradients change parameters. An optimizer holds hyper-parameters only; what it remembers of each parameter
/// lies in <see cref="ParameterState"/>, so one optimizer may train many models. Keras's names convert implicitly
/// (<c>"adam"</c>). Before the rule, gradients are clipped and the weights decayed, here and for all optimizers alike
/// (Keras: optimizers/base_optimizer.py).
/// </summary>
public abstract class Optimizer : IConfigurable
{
    /// <summary>How many elements are updated at a time: small enough to stay in the first-level cache with their slots.</summary>
    private const int ChunkLength = 2048;

    private readonly float? clipNorm, clipValue, globalClipNorm, weightDecay;

    /// <summary>Starts an optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule.</param>
    protected Optimizer(LearningRateSchedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        LearningRate = learningRate;
    }

    /// <summary>The optimizers that can be made by name.</summary>
    internal static Registry<Optimizer> Known { get; } = OptimizerRegistry.Create();

    /// <summary>The learning rate or its schedule.</summary>
    public LearningRateSchedule LearningRate { get; }

    /// <summary>The greatest norm that each parameter's gradient may have; a longer one is scaled down to it. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? ClipNorm
    {
        get => clipNorm;
        init => clipNorm = value is float norm ? Require.Positive(norm, nameof(ClipNorm)) : null;
    }

    /// <summary>The greatest magnitude of each element of a gradient; one beyond is cut to it. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? ClipValue
    {
        get => clipValue;
        init => clipValue = value is float magnitude ? Require.Positive(magnitude, nameof(ClipValue)) : null;
    }

    /// <summary>The greatest norm of all gradients taken together; longer ones are scaled down to it. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? GlobalClipNorm
    {
        get => globalClipNorm;
        init => globalClipNorm = value is float norm ? Require.Positive(norm, nameof(GlobalClipNorm)) : null;
    }

    /// <summary>Decoupled weight decay: each step begins with w ← w − w·decay·learning rate, biases included. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public float? WeightDecay
    {
        get => weightDecay;
        init => weightDecay = value is float decay ? Require.NonNegative(decay, nameof(WeightDecay)) : null;
    }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The names of the slots that the rule keeps for each parameter, such as <c>momentum</c>; none by default.</summary>
    protected internal virtual IReadOnlyList<string> SlotNames => [];

    /// <summary>The value with which every slot begins; 0 by default.</summary>
    protected internal virtual float InitialSlotValue => 0;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds an optimizer by Keras's name, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static implicit operator Optimizer(string name) => Known.Create(name, nameof(name));

    /// <summary>
    /// The factor of the step, worked out once for all parameters: the learning rate, unless a rule corrects it by the step number.
    /// </summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">The number of this step, counted from 1.</param>
    protected internal virtual float StepSize(float learningRate, long step) => learningRate;

    /// <summary>
    /// Changes values by their gradients. Called for stretches of a parameter, so each element must be treated for itself.
    /// </summary>
    /// <param name="value">The values, to be changed.</param>
    /// <param name="gradient">The gradients of these values.</param>
    /// <param name="state">The slots of these values, and the step.</param>
    protected internal abstract void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state);

    /// <summary>Writes the rule's own settings.</summary>
    protected internal virtual void WriteTo(Configuration configuration)
    {
    }

    /// <summary>One step: clips the gradients, decays the weights, applies the rule and the constraints.</summary>
    internal void Apply(OptimizerState state)
    {
        float learningRate = state.LearningRate;
        Clip(state.Parameters);
        float stepSize = StepSize(learningRate, state.Step + 1);
        for (int i = 0; i < state.Parameters.Count; i++)
        {
            Parameter parameter = state.Parameters[i];
            Update(parameter, new ParameterState(state.Slots[i], learningRate, stepSize, state.Step + 1));
            parameter.Constraint?.Apply(parameter.Value.Data, parameter.Shape);
        }

        state.Step++;
    }

    /// <exception cref="ArgumentException">More than one way of clipping is set.</exception>
    internal void Check()
    {
        if ((clipNorm is null ? 0 : 1) + (clipValue is null ? 0 : 1) + (globalClipNorm is null ? 0 : 1) > 1)
            throw new ArgumentException($"{ClassName} has more than one of ClipNorm, ClipValue and GlobalClipNorm; set one.");
    }

    void IConfigurable.WriteTo(Configuration configuration)
    {
        if (LearningRate is ConstantLearningRate constant)
            configuration.Set("learning_rate", constant.Value);
        else
            configuration.Set("learning_rate", LearningRate);
        SetOptional("clipnorm", clipNorm);
        SetOptional("clipvalue", clipValue);
        SetOptional("global_clipnorm", globalClipNorm);
        SetOptional("weight_decay", weightDecay);
        WriteTo(configuration);

        void SetOptional(string name, float? value)
        {
            if (value is float number)
                configuration.Set(name, number);
        }
    }

    private void Update(Parameter parameter, ParameterState state)
    {
        Span<float> value = parameter.Value.Data;
        ReadOnlySpan<float> gradient = parameter.Gradient.Data;
        for (int start = 0; start < value.Length; start += ChunkLength)
        {
            int length = Math.Min(ChunkLength, value.Length - start);
            Span<float> chunk = value.Slice(start, length);
            if (weightDecay is float decay)
                TensorPrimitives.Multiply(chunk, 1 - decay * state.LearningRate, chunk);
            Update(chunk, gradient.Slice(start, length), state.Slice(start, length));
        }
    }

    private void Clip(IReadOnlyList<Parameter> parameters)
    {
        if (globalClipNorm is float globalNorm)
        {
            double sumOfSquares = 0;
            for (int i = 0; i < parameters.Count; i++)
                sumOfSquares += TensorPrimitives.SumOfSquares<float>(parameters[i].Gradient.Data);
            ScaleDown(parameters, Math.Sqrt(sumOfSquares), globalNorm);
        }

        if (clipNorm is float norm)
        {
            for (int i = 0; i < parameters.Count; i++)
                ScaleDown(parameters[i].Gradient.Data, TensorPrimitives.Norm<float>(parameters[i].Gradient.Data), norm);
        }

        if (clipValue is float magnitude)
        {
            for (int i = 0; i < parameters.Count; i++)
                TensorPrimitives.Clamp(parameters[i].Gradient.Data, -magnitude, magnitude, parameters[i].Gradient.Data);
        }
    }

    private static void ScaleDown(IReadOnlyList<Parameter> parameters, double actualNorm, double greatestNorm)
    {
        for (int i = 0; i < parameters.Count; i++)
            ScaleDown(parameters[i].Gradient.Data, actualNorm, greatestNorm);
    }

    private static void ScaleDown(Span<float> gradient, double actualNorm, double greatestNorm)
    {
        if (actualNorm > greatestNorm)
            TensorPrimitives.Multiply(gradient, (float)(greatestNorm / actualNorm), gradient);
    }
}
