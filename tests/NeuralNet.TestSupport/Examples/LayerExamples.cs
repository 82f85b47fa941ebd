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
        new(() => new SimpleRNN(3, "relu", kernelRegularizer: "l2", biasInitializer: "normal"), [[4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new SimpleRNN(3, dropout: 0.4f, recurrentDropout: 0.4f, seed: 7, returnSequences: true, goBackwards: true), [[4, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new LSTM(3, useBias: false, activityRegularizer: new L2(0.1f)), [[4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new LSTM(3, "gelu", "softsign", returnSequences: true, returnState: true), [[4, 2], 3, 3])
            { NotInOnnx = "no counterpart" },
        new(() => new LSTM(3, dropout: 0.3f, recurrentDropout: 0.4f, unitForgetBias: false, zeroOutputForMask: true), [[4, 5]])
            { NotInOnnx = "no counterpart" },
        new(() => new GRU(3, biasInitializer: "normal"), [[4, 2], 3]) { NotInOnnx = "no counterpart" },
        new(() => new GRU(3, "softplus", "hard_sigmoid", resetAfter: false, returnSequences: true), [[4, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new GRU(3, dropout: 0.3f, recurrentDropout: 0.4f, goBackwards: true, unroll: true), [[4, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new GRU(3, recurrentDropout: 0.4f, resetAfter: false), [[4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new SimpleRNNCell(3, "sigmoid"), [2, 3]) { NotInOnnx = "no counterpart" },
        new(() => new LSTMCell(3, recurrentDropout: 0.4f), [2, 3, 3]) { NotInOnnx = "no counterpart" },
        new(() => new GRUCell(3, resetAfter: false), [2, 3]) { NotInOnnx = "no counterpart" },
        new(() => new StackedRNNCells([new LSTMCell(3), new GRUCell(2, dropout: 0.3f)]), [4, 3, 3, 2]) { NotInOnnx = "no counterpart" },
        new(() => new RNN(new LSTMCell(2), returnSequences: true), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new RNN(new StackedRNNCells([new SimpleRNNCell(3, recurrentDropout: 0.3f), new GRUCell(2)]), goBackwards: true), [[4, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new Bidirectional(new LSTM(2, returnSequences: true), BidirectionalMergeMode.Ave), [[4, 3]])
            { NotInOnnx = "no counterpart" },
        new(() => new Bidirectional(new GRU(2), null, new SimpleRNN(3, goBackwards: true)), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new TimeDistributed(new Dense(3, "tanh", activityRegularizer: new L2(0.1f))), [[4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new TimeDistributed(new Dropout(0.4f)), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new Masking(0.5f), [[4, 3]]) { NotInOnnx = "no counterpart" },
    ];
}
