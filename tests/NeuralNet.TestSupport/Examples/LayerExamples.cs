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
        new(() => new MaxPooling1D(3, 2, Padding.Same), [[6, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new MaxPooling1D(2, 1, dataFormat: DataFormat.ChannelsFirst), [[3, 5]]) { NotInOnnx = "no counterpart" },
        new(() => new MaxPooling2D((3, 2), (2, 1), Padding.Same), [[5, 4, 9]]) { NotInOnnx = "no counterpart" },
        new(() => new MaxPooling2D(3, 2, dataFormat: DataFormat.ChannelsFirst), [[2, 5, 6]]) { NotInOnnx = "no counterpart" },
        new(() => new AveragePooling1D(3, 2, Padding.Same), [[6, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new AveragePooling1D(2, 1, dataFormat: DataFormat.ChannelsFirst), [[3, 5]]) { NotInOnnx = "no counterpart" },
        new(() => new AveragePooling2D((3, 2), (2, 1), Padding.Same), [[5, 4, 9]]) { NotInOnnx = "no counterpart" },
        new(() => new AveragePooling2D(3, 2, dataFormat: DataFormat.ChannelsFirst), [[2, 5, 6]]) { NotInOnnx = "no counterpart" },
        new(() => new GlobalAveragePooling2D(), [[3, 4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new GlobalAveragePooling2D(DataFormat.ChannelsFirst, keepDims: true), [[3, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new GlobalMaxPooling2D(), [[3, 4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new GlobalMaxPooling2D(DataFormat.ChannelsFirst, keepDims: true), [[3, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new ZeroPadding1D((1, 2), DataFormat.ChannelsFirst), [[2, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new ZeroPadding2D(((1, 0), (2, 1))), [[3, 2, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new ZeroPadding2D((1, 2), DataFormat.ChannelsFirst), [[2, 3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Cropping1D((0, 2)), [[5, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Cropping2D(((1, 0), (0, 2))), [[3, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Cropping2D(1, DataFormat.ChannelsFirst), [[2, 3, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new UpSampling1D(3), [[3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new UpSampling2D((3, 2)), [[2, 3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new UpSampling2D(2, DataFormat.ChannelsFirst, Interpolation.Bilinear), [[2, 3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Resizing(5, 3, Interpolation.Bicubic, cropToAspectRatio: true), [[4, 6, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Resizing(3, 4, Interpolation.Lanczos3, padToAspectRatio: true, fillValue: 0.5f), [[6, 5, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new Resizing(3, 2, Interpolation.Area, dataFormat: DataFormat.ChannelsFirst), [[2, 5, 6]])
            { NotInOnnx = "no counterpart" },
        new(() => new Resizing(3, 2, antialias: true), [[7, 5, 9]]) { NotInOnnx = "no counterpart" },
        new(() => new CenterCrop(2, 3), [[5, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new CenterCrop(4, 3, DataFormat.ChannelsFirst), [[2, 3, 5]]) { NotInOnnx = "no counterpart" },
        new(() => new GroupNormalization(2, epsilon: 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), betaRegularizer: "l2"), [[3, 2, 4]])
            { NotInOnnx = "no counterpart" },
        new(() => new GroupNormalization(-1, axis: 1, epsilon: 0.1f, gammaInitializer: new RandomNormal(1, 0.3f)), [[2, 3, 4]])
            { NotInOnnx = "no counterpart" },
        new(() => new GroupNormalization(3, center: false, scale: false), [[5, 6]]) { NotInOnnx = "no counterpart" },
        new(() => new RMSNormalization(epsilon: 0.01f), [[3, 5]]) { NotInOnnx = "no counterpart" },
        new(() => new RMSNormalization([1, 3]), [[2, 3, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new SpatialDropout1D(0.4f), [[5, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new SpatialDropout2D(0.4f), [[3, 2, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new SpatialDropout2D(0.4f, DataFormat.ChannelsFirst), [[4, 3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Permute([2, 1]), [[3, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new Permute([3, 1, 2]), [[2, 3, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new RepeatVector(3), [4]) { NotInOnnx = "no counterpart" },
        new(() => new Minimum(), [4, 4, 4]) { NotInOnnx = "no counterpart" },
        new(() => new Minimum(), [[3, 1], [1, 4]]) { NotInOnnx = "no counterpart" },
        new(() => new Dot(1), [4, 4]) { NotInOnnx = "no counterpart" },
        new(() => new Dot((2, 1), normalize: true), [[3, 4], [4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Dot((-2, 1)), [[2, 3, 4], [3, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new ReLU(1.5f, 0.2f, 0.3f), [9]) { NotInOnnx = "no counterpart" },
        new(() => new Flatten(DataFormat.ChannelsFirst), [[2, 3, 4]]) { NotInOnnx = "channels first" },
        new(() => new GlobalAveragePooling1D(DataFormat.ChannelsFirst), [[4, 3]]) { NotInOnnx = "channels first" },
        new(() => new GlobalMaxPooling1D(DataFormat.ChannelsFirst, keepDims: true), [[4, 3]]) { NotInOnnx = "channels first" },
        new(() => new BatchNormalization(axis: 1, momentum: 0.8f, gammaInitializer: new RandomNormal(1, 0.3f)), [[3, 2, 9]])
            { NotInOnnx = "the axis 1" },
        new(() => new BatchNormalization(axis: 1, renorm: true, renormClipping: new RenormClipping(1.5f, 1.5f, 0)), [[3, 2]])
            { NotInOnnx = "the axis 1" },
        new(() => new Normalization(axis: 1, mean: [1, 2], variance: [4, 5]), [[2, 3]]) { NotInOnnx = "the axis 1" },
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
        new(() => new Conv1D(3, 2, padding: Padding.Causal, dilationRate: 2, kernelRegularizer: "l2"), [[5, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new Conv1D(2, 3, 2, Padding.Same, DataFormat.ChannelsFirst, activation: "tanh"), [[3, 6]])
            { NotInOnnx = "no counterpart" },
        new(() => new Conv2D(3, 3), [[5, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Conv2D(4, (3, 2), 2, Padding.Same, groups: 2, activation: "sigmoid", biasInitializer: "normal"), [[5, 4, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new Conv2D(2, 2, dilationRate: (2, 1), useBias: false, kernelInitializer: "he_normal"), [[4, 3, 1]])
            { NotInOnnx = "no counterpart" },
        new(() => new Conv2D(3, 1, dataFormat: DataFormat.ChannelsFirst, activityRegularizer: new L2(0.2f)), [[2, 3, 4]])
            { NotInOnnx = "no counterpart" },
        new(() => new Conv1DTranspose(2, 3, 2, outputPadding: 1), [[4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new Conv2DTranspose(2, 3, (2, 1), Padding.Same, activation: "tanh"), [[3, 4, 2]]) { NotInOnnx = "no counterpart" },
        new(() => new Conv2DTranspose(2, 2, dataFormat: DataFormat.ChannelsFirst, dilationRate: 2, useBias: false), [[3, 3, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new DepthwiseConv1D(3, padding: Padding.Same, depthMultiplier: 2, depthwiseRegularizer: "l2"), [[5, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new DepthwiseConv2D(2, 2, depthMultiplier: 2, activation: "tanh"), [[5, 4, 3]]) { NotInOnnx = "no counterpart" },
        new(() => new DepthwiseConv2D(3, padding: Padding.Same, dataFormat: DataFormat.ChannelsFirst), [[2, 4, 3]])
            { NotInOnnx = "no counterpart" },
        new(() => new SeparableConv1D(3, 2, depthMultiplier: 2, pointwiseInitializer: "he_normal"), [[5, 2]])
            { NotInOnnx = "no counterpart" },
        new(() => new SeparableConv2D(2, 3, 2, Padding.Same, activation: "tanh", pointwiseRegularizer: "l2"), [[5, 4, 3]])
            { NotInOnnx = "no counterpart" },
        new(() => new SeparableConv2D(2, 2, dataFormat: DataFormat.ChannelsFirst, depthMultiplier: 2), [[2, 4, 3]])
            { NotInOnnx = "no counterpart" },
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
