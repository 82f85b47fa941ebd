using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// What training makes small: a value for each row of predictions, from the targets. A row is the last axis. The ready-made losses
/// are static properties (<see cref="MeanSquaredError"/>), and Keras's names convert implicitly (<c>"mse"</c>).
/// The loss of a batch is Σ wᵢ·lᵢ / N over its N rows with sample weights w (1 if not given), unless <see cref="Reduction"/> says
/// otherwise.
/// </summary>
public abstract partial class Loss : IConfigurable<Loss>
{
    private Reduction reduction;

    /// <summary>The losses that can be made by name.</summary>
    internal static Registry<Loss> Known { get; } =
        new Registry<Loss>("loss", (loss, configuration) => loss.ReadShared(configuration)).AddAll();

    static Registry<Loss> IConfigurable<Loss>.Known => Known;

    /// <summary>The loss's name in Keras, such as <c>mean_squared_error</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How the rows' losses become that of the batch; <see cref="Reduction.SumOverBatchSize"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public Reduction Reduction
    {
        get => reduction;
        init => reduction = Require.Defined(value, nameof(Reduction));
    }

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Finds a loss by Keras's name; null stays null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Computes the loss of a batch of predictions, Σ wᵢ·lᵢ / N unless <see cref="Reduction"/> says otherwise, as Keras's <c>loss(y_true, y_pred)</c>.</summary>
    /// <param name="target">The targets, in the shape that the loss takes for the predictions.</param>
    /// <param name="prediction">The predictions, whose rows are their last axis: at least one.</param>
    /// <param name="sampleWeight">One weight for each row; null if all count alike.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a target means nothing to the loss.</exception>
    public double Call(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        Loss loss = For(target, prediction, sampleWeight);
        var losses = new float[prediction.Length / prediction.Shape.Last];
        loss.Evaluate(target.Data, prediction.Data, prediction.Shape.Last, losses);
        ReadOnlySpan<float> weights = sampleWeight is null ? [] : sampleWeight.Data;
        double divisor = LossReduction.Divisor(loss.Reduction, losses.Length, losses.Length, weights);
        return LossReduction.FactorOf(divisor) * LossReduction.WeightedSum(losses, weights);
    }

    /// <summary>Computes the derivative of the loss of a batch, as <see cref="Call"/> gives it, by the predictions.</summary>
    /// <returns>A tensor of the shape of the predictions.</returns>
    /// <inheritdoc cref="Call"/>
    public Tensor Gradient(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        Loss loss = For(target, prediction, sampleWeight);
        var gradient = new Tensor(prediction.Shape);
        int rows = prediction.Length / prediction.Shape.Last;
        loss.Gradient(target.Data, prediction.Data, prediction.Shape.Last, gradient.Data);
        ReadOnlySpan<float> weights = sampleWeight is null ? [] : sampleWeight.Data;
        double divisor = LossReduction.Divisor(loss.Reduction, rows, rows, weights);
        LossReduction.Scale(gradient.Data, (float)LossReduction.FactorOf(divisor), weights);
        return gradient;
    }

    /// <summary>Writes the loss of each row.</summary>
    /// <param name="target">The targets, row by row, as wide as <see cref="TargetShape"/> says.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="losses">Receives one value for each row.</param>
    protected internal abstract void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses);

    /// <summary>Writes the derivative of each row's loss by its predictions.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="gradient">Receives the derivatives, in the layout of the predictions.</param>
    protected internal abstract void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient);

    /// <summary>
    /// Whether the loss can be taken from the values before this activation (logits), which is stabler and cheaper than through
    /// it. If so, training calls <see cref="EvaluateLogits"/> and <see cref="GradientLogits"/> instead.
    /// </summary>
    protected internal virtual bool FusesWith(Activation activation) => false;

    /// <summary>Writes the loss of each row from the values before the activation that <see cref="FusesWith"/> agreed to.</summary>
    protected internal virtual void EvaluateLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> logits, int rowLength, Span<float> losses) =>
        throw new NotSupportedException($"{ClassName} does not take logits.");

    /// <summary>Writes the derivative of each row's loss by the values before the activation.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The values after the activation, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="gradient">Receives the derivatives by the logits.</param>
    protected internal virtual void GradientLogits(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        throw new NotSupportedException($"{ClassName} does not take logits.");

    /// <summary>
    /// The shape of the targets for predictions of this shape, batch axis included; the predictions' own unless overridden.
    /// </summary>
    protected internal virtual Shape TargetShape(Shape prediction) => prediction;

    /// <summary>Checks all targets before training begins.</summary>
    /// <param name="target">The targets, in the shape that <see cref="TargetShape"/> asks for.</param>
    /// <param name="prediction">The shape of the predictions, batch axis included.</param>
    /// <exception cref="ArgumentException">A target means nothing to this loss; the message says which and why.</exception>
    protected internal virtual void CheckTargets(Tensor target, Shape prediction)
    {
    }

    /// <summary>What to say to targets whose shape does not fit; a hint at the loss that they do fit, if any.</summary>
    protected internal virtual string TargetHint(Shape target, Shape prediction) => "";

    /// <summary>The loss that this one stands for with data of these shapes; itself, unless it is "crossentropy".</summary>
    protected internal virtual Loss Resolve(Shape target, Shape prediction) => this;

    /// <summary>
    /// Writes the settings that make this loss again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("reduction", ReductionName(reduction));
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Reads what all losses have in common.</summary>
    internal void ReadShared(Configuration configuration)
    {
        string? name = configuration.GetString("reduction");
        reduction = name switch
        {
            null or "mean" or "sum_over_batch_size" => Reduction.SumOverBatchSize,
            "sum" => Reduction.Sum,
            "mean_with_sample_weight" => Reduction.MeanWithSampleWeight,
            _ => throw new FormatException($"The loss '{Name}' cannot have the reduction '{name}': training needs one number. "
                + "Known are sum_over_batch_size, sum, mean_with_sample_weight."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The loss that this one stands for with these data.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    private Loss For(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Rank == 0 || prediction.Length == 0)
            throw new ArgumentException($"The loss '{Name}' is of at least one row of predictions, (rows, …); they have the shape {prediction.Shape}.", nameof(prediction));
        Loss loss = Resolve(target.Shape, prediction.Shape);
        if (!loss.TargetShape(prediction.Shape).Equals(target.Shape))
            throw new ArgumentException($"The loss '{loss.Name}' takes targets of shape {loss.TargetShape(prediction.Shape)} for predictions of shape {prediction.Shape}; they have {target.Shape}.{loss.TargetHint(target.Shape, prediction.Shape)}", nameof(target));
        if (sampleWeight is not null && sampleWeight.Length != prediction.Length / prediction.Shape.Last)
            throw new ArgumentException($"The predictions of shape {prediction.Shape} have {Counted.Of(prediction.Length / prediction.Shape.Last, "row")}, each of which takes a weight; the weights have the shape {sampleWeight.Shape}.", nameof(sampleWeight));
        loss.CheckTargets(target, prediction.Shape);
        return loss;
    }

    private static string ReductionName(Reduction reduction) => reduction switch
    {
        Reduction.Sum => "sum",
        Reduction.MeanWithSampleWeight => "mean_with_sample_weight",
        _ => "sum_over_batch_size",
    };
}
