using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// The rule by which gradients change parameters. An optimizer holds hyper-parameters only; the state of each parameter is a
/// <see cref="ParameterState"/>, so that one optimizer can train many models. Keras's names convert implicitly
/// (<c>"adam"</c>). Gradients are clipped and weights decayed before the rule is applied, in the same way for all optimizers
/// (Keras: optimizers/base_optimizer.py).
/// </summary>
public abstract class Optimizer : IConfigurable<Optimizer>
{
    /// <summary>The name of the slot of the weights' moving average, whose initial values are the weights.</summary>
    internal const string AverageSlotName = "average";

    private float? clipNorm, clipValue, globalClipNorm, weightDecay;
    private WeightDecayExclusion exclusion = WeightDecayExclusion.None;
    private LearningRateFactors rateFactors = NeuralNet.LearningRateFactors.None;
    private bool useEma;
    private float emaMomentum = 0.99f;
    private int? emaOverwriteFrequency, gradientAccumulationSteps;

    /// <summary>Initializes an optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule.</param>
    protected Optimizer(LearningRateSchedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        LearningRate = learningRate;
    }

    /// <summary>
    /// Initializes an optimizer that wraps another and takes over its learning rate, clipping, weight decay, average and accumulation,
    /// which only the outer optimizer applies. <see cref="StepSize"/>, <see cref="InitializeSlot"/> and <see cref="Update"/> of the outer
    /// optimizer call those of the inner one, whose slots are <see cref="ParameterState.FromSlot"/>.
    /// </summary>
    /// <param name="inner">The inner optimizer.</param>
    protected Optimizer(Optimizer inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        LearningRate = inner.LearningRate;
        (clipNorm, clipValue, globalClipNorm) = (inner.clipNorm, inner.clipValue, inner.globalClipNorm);
        (weightDecay, exclusion, rateFactors) = (inner.weightDecay, inner.exclusion, inner.rateFactors);
        (useEma, emaMomentum, emaOverwriteFrequency) = (inner.useEma, inner.emaMomentum, inner.emaOverwriteFrequency);
        gradientAccumulationSteps = inner.gradientAccumulationSteps;
    }

    /// <summary>The optimizers that a name or a file can create.</summary>
    internal static Registry<Optimizer> Known { get; } =
        new Registry<Optimizer>("optimizer", (optimizer, configuration) => optimizer.ReadShared(configuration)).AddAll();

    static Registry<Optimizer> IConfigurable<Optimizer>.Known => Known;

    /// <summary>The learning rate or its schedule.</summary>
    public LearningRateSchedule LearningRate { get; }

    /// <summary>
    /// The factors of the learning rates of some layers, for fine-tuning: <c>[("encoder/*", 0.1f), ("embedding", 0)]</c>. A pattern is the
    /// path of a layer (<see cref="Model.PathOf(Layer)"/>), which stands for its parts too, with <c>*</c> for any characters and <c>?</c>
    /// for one. The first pattern that matches counts; the factor of other layers is 1. The decoupled weight decay, which the learning rate
    /// multiplies, has the factor too. Empty by default. Compile refuses a pattern that matches no layer with parameters.
    /// </summary>
    /// <exception cref="ArgumentException">A pattern is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public IReadOnlyList<(string Layers, float Factor)> LearningRateFactors
    {
        get => rateFactors.Pairs;
        init => rateFactors = new(value, nameof(LearningRateFactors));
    }

    /// <summary>The maximum norm of each parameter's gradient; a gradient with a larger norm is scaled down. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? ClipNorm
    {
        get => clipNorm;
        init => clipNorm = Positive(value, nameof(ClipNorm));
    }

    /// <summary>The maximum magnitude of each element of a gradient; elements are clipped to [−value, value]. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? ClipValue
    {
        get => clipValue;
        init => clipValue = Positive(value, nameof(ClipValue));
    }

    /// <summary>The maximum norm of all gradients together; gradients with a larger norm are scaled down. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public float? GlobalClipNorm
    {
        get => globalClipNorm;
        init => globalClipNorm = Positive(value, nameof(GlobalClipNorm));
    }

    /// <summary>
    /// The decoupled weight decay: each step begins with w ← w − w·decay·learning rate, for biases too unless they are excluded. Not set by
    /// default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public float? WeightDecay
    {
        get => weightDecay;
        init => weightDecay = NonNegative(value, nameof(WeightDecay));
    }

    /// <summary>
    /// The regular expressions of the parameters that are not decayed: a parameter is excluded if an expression matches any part of its
    /// name within its layer. <c>["bias"]</c> excludes all biases, <c>["bias", "gamma", "beta"]</c> the parameters of normalizations too.
    /// An expression with a slash is matched against the path instead (<see cref="Model.PathOf(Parameter)"/>): <c>["encoder/dense/"]</c>.
    /// Empty by default. Fit warns of an expression that matches no name. In Keras these are the <c>var_names</c> of
    /// <c>exclude_from_weight_decay</c>, which Keras's files omit; here they are saved.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty or no regular expression.</exception>
    public IReadOnlyList<string> ExcludeFromWeightDecay
    {
        get => exclusion.Patterns;
        init => exclusion = exclusion.WithPatterns(value, nameof(ExcludeFromWeightDecay));
    }

    /// <summary>
    /// The individual parameters that are not decayed. Empty by default. In Keras these are the <c>var_list</c> of
    /// <c>exclude_from_weight_decay</c>, which Keras's files omit; here they are saved by their names.
    /// </summary>
    public IReadOnlyList<Parameter> ExcludeParametersFromWeightDecay
    {
        get => exclusion.Parameters;
        init => exclusion = exclusion.WithParameters(value, nameof(ExcludeParametersFromWeightDecay));
    }

    /// <summary>
    /// Gets a value indicating whether a moving average of the weights is kept. At the end of training the average replaces the weights,
    /// which smooths the noise of the last steps. False by default.
    /// </summary>
    public bool UseEma
    {
        get => useEma;
        init => useEma = value;
    }

    /// <summary>
    /// The fraction of the average that is kept from step to step; 0.99 by default. The first step sets the average to the weights.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not between 0 and 1.</exception>
    public float EmaMomentum
    {
        get => emaMomentum;
        init => emaMomentum = Require.Fraction(value, nameof(EmaMomentum));
    }

    /// <summary>The number of updates after which the average replaces the weights during training as well. Not set by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than one.</exception>
    public int? EmaOverwriteFrequency
    {
        get => emaOverwriteFrequency;
        init => emaOverwriteFrequency = AtLeast(1, value, nameof(EmaOverwriteFrequency));
    }

    /// <summary>
    /// The number of steps whose mean gradient makes one update, as if batches were that many times as large. Schedules still count
    /// steps. Not set by default: each step is an update.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than two.</exception>
    public int? GradientAccumulationSteps
    {
        get => gradientAccumulationSteps;
        init => gradientAccumulationSteps = AtLeast(2, value, nameof(GradientAccumulationSteps));
    }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The names of the slots that the rule keeps for each parameter, such as <c>momentum</c>; none by default.</summary>
    public virtual IReadOnlyList<string> SlotNames => [];

    /// <summary>
    /// Gets a value indicating whether <see cref="Update"/> changes neither an element whose gradient is 0 nor its slots; false by default.
    /// If true, rows that a batch does not use (<see cref="GradientRows"/>) are skipped, and the cost of a step does not grow with their
    /// number. A rule with momentum returns false.
    /// </summary>
    public virtual bool IgnoresZeroGradients => false;

    string IConfigurable.ClassName => ClassName;

    /// <summary>
    /// The names of the rule's slots, followed by those of the weights' average and of the accumulated gradient, if these are kept.
    /// </summary>
    internal IReadOnlyList<string> AllSlotNames
    {
        get
        {
            List<string> names = [.. SlotNames];
            if (useEma)
                names.Add(AverageSlotName);
            if (gradientAccumulationSteps is not null)
                names.Add("gradient_accumulator");
            return names;
        }
    }

    /// <summary>The parameters that are not decayed.</summary>
    internal WeightDecayExclusion Exclusion => exclusion;

    /// <summary>Returns the factor of the learning rate of a parameter of this path.</summary>
    internal float RateFactor(string path) => rateFactors.Of(path);

    /// <exception cref="ArgumentException">Factors are given for layers that the model does not have.</exception>
    internal void CheckLayers(LayerGraph graph) => rateFactors.RequireMatches(graph, nameof(LearningRateFactors));

    /// <summary>Returns whether the weight decay applies to a parameter of this path.</summary>
    internal bool Decays(Parameter parameter, string path) => weightDecay > 0 && !exclusion.Contains(parameter, path);

    private int AverageSlot => SlotNames.Count;

    private int AccumulatorSlot => SlotNames.Count + (useEma ? 1 : 0);

    /// <summary>Finds an optimizer by Keras's name, with Keras's defaults; null stays null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Optimizer?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>
    /// Returns the factor of the step, which is computed once for all parameters: the learning rate unless overridden.
    /// </summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">The number of this step, counted from 1.</param>
    public virtual float StepSize(float learningRate, long step) => learningRate;

    /// <summary>Fills a slot of a parameter with its initial values: zeros unless overridden.</summary>
    /// <param name="index">The index of the slot in <see cref="SlotNames"/>.</param>
    /// <param name="value">The values of the parameter.</param>
    /// <param name="slot">The slot, one element for each value.</param>
    public virtual void InitializeSlot(int index, ReadOnlySpan<float> value, Span<float> slot) => slot.Clear();

    /// <summary>
    /// Updates values by their gradients. The method is called for segments of a parameter, so each element must be updated independently.
    /// </summary>
    /// <param name="value">The values, which are updated in place.</param>
    /// <param name="gradient">The gradients of these values.</param>
    /// <param name="state">The slots of these values, and the step.</param>
    public abstract void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state);

    /// <summary>
    /// Writes the settings of the rule; none unless overridden. Save refuses a class of the program whose constructor takes parameters and
    /// that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    /// <summary>Performs one step: an update unless gradients are accumulated, then the weights' average and the constraints.</summary>
    internal void Apply(OptimizerState state)
    {
        long updates = state.Step / (gradientAccumulationSteps ?? 1);
        if (gradientAccumulationSteps is not int steps || GradientAccumulation.Add(state, AccumulatorSlot, steps))
            UpdateParameters(state, updates + 1);
        if (useEma)
            Average(state, updates);
        foreach (Parameter parameter in state.Parameters)
            parameter.Constraint?.Apply(parameter.Value.Data, parameter.Shape);
        state.Step++;
    }

    /// <summary>Ends a training by replacing the weights with their average, if it is kept.</summary>
    internal void Finish(OptimizerState state)
    {
        if (useEma)
            WeightAverage.Overwrite(state, AverageSlot);
    }

    /// <summary>Reads the settings that all optimizers share; absent ones keep the values that the constructor has set.</summary>
    private void ReadShared(Configuration configuration)
    {
        clipNorm = Positive(configuration.GetOptionalSingle("clipnorm"), nameof(ClipNorm));
        clipValue = Positive(configuration.GetOptionalSingle("clipvalue"), nameof(ClipValue));
        globalClipNorm = Positive(configuration.GetOptionalSingle("global_clipnorm"), nameof(GlobalClipNorm));
        weightDecay = NonNegative(configuration.GetOptionalSingle("weight_decay"), nameof(WeightDecay)) ?? weightDecay;
        exclusion = WeightDecayExclusion.Read(configuration);
        rateFactors = NeuralNet.LearningRateFactors.Read(configuration);
        useEma = configuration.GetBoolean("use_ema", false);
        emaMomentum = Require.Fraction(configuration.GetSingle("ema_momentum", emaMomentum), nameof(EmaMomentum));
        emaOverwriteFrequency = AtLeast(1, Optional("ema_overwrite_frequency"), nameof(EmaOverwriteFrequency));
        gradientAccumulationSteps = AtLeast(2, Optional("gradient_accumulation_steps"), nameof(GradientAccumulationSteps));

        int? Optional(string name) => configuration.Contains(name) ? configuration.GetInt32(name) : null;
    }

    /// <exception cref="ArgumentException">Settings contradict each other.</exception>
    internal void Check()
    {
        if ((clipNorm is null ? 0 : 1) + (clipValue is null ? 0 : 1) + (globalClipNorm is null ? 0 : 1) > 1)
            throw new ArgumentException($"{ClassName} has more than one of ClipNorm, ClipValue and GlobalClipNorm; set one.");
        if (emaOverwriteFrequency is not null && !useEma)
            throw new ArgumentException($"{ClassName} has an EmaOverwriteFrequency but keeps no average of the weights; set UseEma = "
                + "true.");
    }

    void IConfigurable.WriteTo(Configuration configuration)
    {
        if (LearningRate is ConstantLearningRate constant)
            configuration.Set("learning_rate", constant.Value);
        else
            configuration.Set("learning_rate", LearningRate);
        if (clipNorm is float norm)
            configuration.Set("clipnorm", norm);
        if (clipValue is float magnitude)
            configuration.Set("clipvalue", magnitude);
        if (globalClipNorm is float globalNorm)
            configuration.Set("global_clipnorm", globalNorm);
        if (weightDecay is float decay)
            configuration.Set("weight_decay", decay);
        exclusion.WriteTo(configuration, parameter => parameter.Name);
        rateFactors.WriteTo(configuration);
        configuration.Set("use_ema", useEma);
        configuration.Set("ema_momentum", emaMomentum);
        if (emaOverwriteFrequency is int frequency)
            configuration.Set("ema_overwrite_frequency", frequency);
        if (gradientAccumulationSteps is int steps)
            configuration.Set("gradient_accumulation_steps", steps);
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Clips the gradients, decays the weights and applies the rule.</summary>
    private void UpdateParameters(OptimizerState state, long number)
    {
        ParameterSpace gradients = state.Gradients;
        Clip(gradients);
        float learningRate = state.LearningRate, stepSize = StepSize(learningRate, number);
        for (int i = 0; i < state.Parameters.Length; i++)
        {
            Parameter parameter = state.Parameters[i];
            float decay = state.IsDecayed[i] ? weightDecay ?? 0 : 0, rate = learningRate * state.RateFactors[i];
            float size = rate == learningRate ? stepSize : StepSize(rate, number);
            new ParameterUpdate(this, parameter.Value, gradients[i], state.Slots[i], decay, rate, size, number).Run();
        }
    }

    private void Clip(ParameterSpace gradients)
    {
        if (clipNorm is float norm)
            GradientClipping.ByNorm(gradients, norm);
        if (clipValue is float magnitude)
            GradientClipping.ByValue(gradients, magnitude);
        if (globalClipNorm is float globalNorm)
            GradientClipping.ByGlobalNorm(gradients, globalNorm);
    }

    private void Average(OptimizerState state, long updates)
    {
        WeightAverage.Update(state, AverageSlot, updates == 0 ? 0 : emaMomentum);
        if (emaOverwriteFrequency is int frequency && (updates + 1) % frequency == 0)
            WeightAverage.Overwrite(state, AverageSlot);
    }

    private static float? Positive(float? value, string name) => value is float number ? Require.Positive(number, name) : null;

    private static float? NonNegative(float? value, string name) => value is float number ? Require.NonNegative(number, name) : null;

    private static int? AtLeast(int minimum, int? value, string name) => value is null || value >= minimum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least {minimum}.");
}
