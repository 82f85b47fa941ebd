namespace NeuralNet.TestSupport;

/// <summary>One line for each kind of use of each layer; the layer contract is held against all.</summary>
internal static class LayerExamples
{
    public static readonly LayerExample[] All =
    [
        new(() => new Dense(3), [4]),
        new(() => new Dense(3, Activation.Tanh, useBias: false), [4]),
        new(() => new Dense(2, Activation.Softmax, true, "he_normal", new RandomUniform(-1, 1), new L2(0.1f), "l2"), [5]),
        new(() => new Dense(33, Activation.ReLU), [17]),
        new(() => new Dense(4, Activation.Sigmoid), [[2, 3]]),
        new(() => new Dense(3, Activation.Sigmoid, activityRegularizer: new L2(0.2f)), [4]),
        new(() => new ActivationLayer(Activation.Tanh), [5]),
        new(() => new ActivationLayer(Activation.Softmax), [[2, 4]]),
        new(() => new Dropout(0.4f), [9]),
        new(() => new Dropout(1), [3]),
        new(() => new Dropout(0.4f, [null, 1, null]), [[5, 4]]),
        new(() => new Dropout(0.4f, [1, 5, 1]), [[5, 4]]),
        new(() => new Flatten(), [[2, 3]]),
        new(() => new Add(), [4, 4, 4]),
        new(() => new Concatenate(), [3, 1, 2]),
        new(() => new Concatenate(axis: 1), [[2, 3], [1, 3]]),
        new(() => new Concatenate(axis: -1), [[2, 3], [2, 1]]),
        new(() => new Softmax(), [[2, 4]]),
        new(() => new Softmax(axis: 1), [[3, 4]]) { NotInOnnx = "the axis 1" },
        new(() => new Softmax([1, 3]), [[2, 3, 2]]) { NotInOnnx = "the axes 1, 3" },
        new(() => new LeakyReLU(0.4f), [5]),
        new(() => new ELU(0.7f), [5]),
        new(() => new PReLU(new RandomNormal(1, 0.5f), "l2"), [[2, 3]]),
        new(() => new PReLU(new RandomNormal(1, 0.5f), sharedAxes: [1]), [[2, 3]]),
        new(() => new Embedding(7, 3, embeddingsRegularizer: "l2"), [4]) { IntegerInputsBelow = 7 },
        new(() => new Embedding(7, 2, "normal"), [[2, 2]]) { IntegerInputsBelow = 7 },
        new(() => new BatchNormalization(-1, 0.8f, 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), betaRegularizer: "l2"), [4]),
        new(() => new BatchNormalization(center: false, scale: false), [[3, 2]]),
        new(() => new BatchNormalization(renorm: true, renormClipping: new RenormClipping(1.5f, 1.5f, 0), renormMomentum: 0.7f), [4]),
        new(() => new LayerNormalization(-1, 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), gammaRegularizer: "l2"), [5]),
        new(() => new LayerNormalization(center: false, scale: false), [[2, 4]]),
        new(() => new LayerNormalization(1, 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), betaRegularizer: "l2"), [[3, 4]])
            { NotInOnnx = "the axis 1" },
        new(() => new LayerNormalization([1, 2], 0.01f, gammaInitializer: new RandomNormal(1, 0.3f)), [[3, 2]]) { NotInOnnx = "the axes 1, 2" },
        new(() => new LayerNormalization([1, -1], 0.01f, gammaInitializer: new RandomNormal(1, 0.3f)), [[2, 3, 2]])
            { NotInOnnx = "the axes 1, -1" },
        new(() => new LayerNormalization([2, 1], 0.01f, gammaInitializer: new RandomNormal(1, 0.3f)), [[3, 2]])
            { NotInOnnx = "the axes 2, 1" },
        new(() => new LayerNormalization(-1, 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), rmsScaling: true), [[2, 5]])
            { NotInOnnx = "rms_scaling" },
        new(() => new UnitNormalization(), [[2, 4]]),
        new(() => new UnitNormalization(-2), [[3, 4]]) { NotInOnnx = "the axis -2" },
        new(() => new UnitNormalization([1, 2]), [[2, 3, 2]]) { NotInOnnx = "the axes 1, 2" },
        new(() => new Normalization(mean: [1, 2, 3], variance: [4, 5, 6]), [3]),
        new(() => new Normalization(axis: null, mean: [1], variance: [4], invert: true), [[2, 3]]),
        new(() => new Rescaling(3, 1), [3]),
        new(() => new Rescaling([3, 0.5f], [1, -2]), [[3, 2]]),
        new(() => new Rescaling([2], [1, -2, 3]), [3]),
        new(() => new CategoryEncoding(5), [3]) { IntegerInputsBelow = 5 },
        new(() => new CategoryEncoding(5, CategoryOutputMode.OneHot), [3]) { IntegerInputsBelow = 5 },
        new(() => new CategoryEncoding(5, CategoryOutputMode.Count), [3]) { IntegerInputsBelow = 5 },
        new(() => new Discretization([0.5f, 2.5f, 3.5f]), [3]) { IntegerInputsBelow = 5, NotInOnnx = "no counterpart" },
        new(() => new Discretization([0.5f, 2.5f], outputMode: IndexOutputMode.OneHot), [3])
            { IntegerInputsBelow = 5, NotInOnnx = "no counterpart" },
        new(() => new AlphaDropout(0.3f), [9]),
        new(() => new GaussianNoise(0.3f), [9]),
        new(() => new Reshape([3, -1]), [6]),
        new(() => new GlobalAveragePooling1D(), [[4, 3]]),
        new(() => new GlobalMaxPooling1D(), [[4, 3]]),
        new(() => new GlobalAveragePooling1D(keepDims: true), [[4, 3]]),
        new(() => new GlobalMaxPooling1D(keepDims: true), [[4, 3]]),
        new(() => new Subtract(), [4, 4]),
        new(() => new Multiply(), [4, 4, 4]),
        new(() => new Average(), [4, 4, 4]),
        new(() => new Maximum(), [4, 4, 4]),
        new(() => new Add(), [[3, 1], 4, [1, 4]]),
        new(() => new Subtract(), [4, [3, 4]]),
        new(() => new Subtract(), [[3, 4], [3, 1]]),
        new(() => new Multiply(), [[2, 3, 4], [3, 1], 1]),
        new(() => new Average(), [1, [2, 4]]),
        new(() => new Maximum(), [[3, 1], [1, 4]]),
        new(() => new Attention(useScale: true), [[4, 3], [5, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new Attention(dropout: 0.3f, useCausalMask: true), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new Attention(useScale: true, ScoreMode.Concat, useCausalMask: true), [[4, 3], [5, 2], [5, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new AdditiveAttention(dropout: 0.2f), [[4, 3], [5, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new AdditiveAttention(useScale: false, useCausalMask: true), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new MultiHeadAttention(2, 3, activityRegularizer: new L2(0.2f)), [[4, 5]]) { NotInOnnx = "no counterpart" },
        new(() => new MultiHeadAttention(2, 3, 4, 0.2f, outputShape: 3, biasInitializer: "normal", useCausalMask: true), [[4, 5], [6, 3]])
            { NotInOnnx = "no counterpart" },
        new(() => new MultiHeadAttention(3, 2, useBias: false, outputShape: [2, 3], slidingWindow: 2, kernelRegularizer: "l2"), [[5, 4], [6, 3], [6, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new MultiHeadAttention(2, 3, attentionAxes: [1], useGate: true, activityRegularizer: new L2(0.1f)), [[3, 2, 4]])
            { NotInOnnx = "no counterpart" },
        new(() => new MultiHeadAttention(2, 3, attentionAxes: [-2], kernelConstraint: new MaxNorm(1)), [[2, 3, 4], [2, 5, 4]])
            { NotInOnnx = "no counterpart" },
        new(() => new GroupQueryAttention(3, 4, 2, 0.2f, useCausalMask: true), [[5, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new GroupQueryAttention(2, 4, 1, useBias: false, slidingWindow: 3, useGate: true), [[5, 4], [6, 3], [6, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new PositionEmbedding(5, "normal"), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new PositionEmbedding(3, "normal", hierarchicalAlpha: 0.3f), [[2, 8, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new SinePositionEncoding(100), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new TransformerEncoder(5, 2, 0.1f, "gelu", 0.1f), [[4, 6]]) { NotInOnnx = "no counterpart" },
        new(() => new TransformerEncoder(5, 3, activation: "tanh", kernelRegularizer: "l2", normalizeFirst: true), [[4, 6]])
            { NotInOnnx = "no counterpart" },
        new(() => new TransformerDecoder(5, 2, 0.1f, "gelu", 0.1f), [[4, 6]]) { NotInOnnx = "no counterpart" },
        new(() => new TransformerDecoder(5, 2, activation: "tanh", biasInitializer: "normal", normalizeFirst: true), [[4, 6], [3, 5]])
            { NotInOnnx = "no counterpart" },
    ];
}
