using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// A model whose layers form a chain: <c>new Sequential(2).Dense(8, "tanh").Dense(1, "sigmoid")</c>. Each layer is built when it is added.
/// </summary>
public sealed class Sequential : Model, ILayerStack<Sequential>
{
    /// <summary>Creates a chain without layers.</summary>
    /// <param name="inputShape">The shape of a row, without the batch axis: a number of values or a list, <c>[28, 28]</c>.</param>
    /// <param name="seed">
    /// The seed of weights, shuffling and dropout; if null, a random one, which is available as <see cref="Model.Seed"/>.
    /// </param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than one.</exception>
    public Sequential(Shape inputShape, int? seed = null, string? name = null)
        : this(LayerGraph.Chain(new InputLayer(Require.RowShape(inputShape))), seed, name)
    {
    }

    /// <summary>
    /// Creates a chain without layers whose rows have open axes, which take their sizes from each batch, like Keras's <c>None</c>.
    /// </summary>
    /// <param name="inputShape">The shape of a row, without the batch axis and with null for each open axis: <c>[null, 64]</c>.</param>
    /// <param name="seed">
    /// The seed of weights, shuffling and dropout; if null, a random one, which is available as <see cref="Model.Seed"/>.
    /// </param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than one.</exception>
    [OverloadResolutionPriority(-1)]
    public Sequential(ReadOnlySpan<int?> inputShape, int? seed = null, string? name = null)
        : this(new Shape(inputShape), seed, name)
    {
    }

    /// <summary>
    /// Creates a chain without layers whose input an encoder makes: <c>new Sequential(space).Dense(16, "relu").Dense(1, "sigmoid")</c>. The
    /// encoder is the model's; its rows are what <see cref="Model.Predict(IRows, int, CancellationToken)"/> takes.
    /// </summary>
    /// <param name="encoder">The encoder, which has learned what it needs and makes one input.</param>
    /// <param name="seed">
    /// The seed of weights, shuffling and dropout; if null, a random one, which is available as <see cref="Model.Seed"/>.
    /// </param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The encoder makes several inputs.</exception>
    /// <exception cref="InvalidOperationException">The encoder has learned nothing yet.</exception>
    public Sequential(InputEncoder encoder, int? seed = null, string? name = null)
        : this(LayerGraph.Chain(new InputLayer(OnlyInputOf(encoder).Shape)), seed, name) => Encoders = [encoder];

    internal Sequential(LayerGraph chain, int? seed, string? name)
        : base(chain, seed, name)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The model is compiled already.</exception>
    public Sequential Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (IsCompiled)
            throw new InvalidOperationException($"The model '{Name}' is compiled; add the layer '{layer.Name}' before Compile, or make "
                + "a new model of its layers.");
        if (layer is ModelLayer nested && (nested.Source == Graph || Layers.Any(nested.Contains)))
            throw new ArgumentException($"The model '{Name}' cannot be put into itself. To repeat its layers, put it twice into another "
                + "model.", nameof(layer));
        if (Layers.Contains(layer))
            throw new ArgumentException($"The layer '{layer.Name}' is in the chain already; a layer used twice needs a functional "
                + "model: new Input(…), new Model(…).", nameof(layer));
        Replace(Graph.Append(layer));
        return this;
    }

    /// <inheritdoc/>
    public override Sequential TakeUntil(string layerName) => (Sequential)base.TakeUntil(layerName);

    /// <inheritdoc/>
    public override Sequential TakeUntil(Layer layer) => (Sequential)base.TakeUntil(layer);

    /// <inheritdoc/>
    public override Sequential TakeUntil(int layerCount) => (Sequential)base.TakeUntil(layerCount);

    /// <inheritdoc/>
    public override Sequential Clone(CustomObjects? customObjects = null) => (Sequential)base.Clone(customObjects);

    private static EncodedInput OnlyInputOf(InputEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return encoder.Inputs is [var input]
            ? input
            : throw new ArgumentException($"The encoder makes {Counted.Of(encoder.Inputs.Count, "input")}, and a Sequential takes one. Make "
                + "a model with an Input for each, new Model(inputs, outputs), and set its Encoders.", nameof(encoder));
    }
}
