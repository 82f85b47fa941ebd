using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that each class is written as Keras writes it: its class name, and its settings by Keras's names in the order of the constructor.
/// Files of earlier versions contain the same texts.
/// </summary>
public class WrittenSettingsTests
{
    private static readonly (IConfigurable Object, string Text)[] Cases =
    [
        (Activation.LeakyReLU(0.5f), """{"class_name":"leaky_relu","config":{"negative_slope":0.5}}"""),
        (Activation.ELU(2), """{"class_name":"elu","config":{"alpha":2}}"""),
        (Activation.GELU(), """{"class_name":"gelu","config":{"approximate":false}}"""),
        (Activation.GELU(approximate: true), """{"class_name":"gelu","config":{"approximate":true}}"""),
        (Activation.SiLU, """{"class_name":"silu","config":{}}"""),
        (Activation.HardSiLU, """{"class_name":"hard_silu","config":{}}"""),
        (Activation.ReLU6, """{"class_name":"relu6","config":{}}"""),
        (Activation.LogSoftmax, """{"class_name":"log_softmax","config":{}}"""),
        (new Constant(2), """{"class_name":"Constant","config":{"value":2}}"""),
        (new Zeros(), """{"class_name":"Zeros","config":{}}"""),
        (new GlorotUniform(), """{"class_name":"GlorotUniform","config":{}}"""),
        (new RandomUniform(-1, 2), """{"class_name":"RandomUniform","config":{"minval":-1,"maxval":2}}"""),
        (new RandomNormal(1, 2), """{"class_name":"RandomNormal","config":{"mean":1,"stddev":2}}"""),
        (new TruncatedNormal(1, 2), """{"class_name":"TruncatedNormal","config":{"mean":1,"stddev":2}}"""),
        (new Orthogonal(2), """{"class_name":"Orthogonal","config":{"gain":2}}"""),
        (new L1(2), """{"class_name":"L1","config":{"l1":2}}"""),
        (new L2(2), """{"class_name":"L2","config":{"l2":2}}"""),
        (new L1L2(2, 3), """{"class_name":"L1L2","config":{"l1":2,"l2":3}}"""),
        (new MaxNorm(3, 1), """{"class_name":"MaxNorm","config":{"max_value":3,"axis":1}}"""),
        (new NonNegative(), """{"class_name":"NonNeg","config":{}}"""),
        (new UnitNorm(1), """{"class_name":"UnitNorm","config":{"axis":1}}"""),
        (new MinMaxNorm(1, 2, 0.5f, 1), """{"class_name":"MinMaxNorm","config":{"min_value":1,"max_value":2,"rate":0.5,"axis":1}}"""),
        (new ExponentialDecay(1, 2, 0.5f, true), """{"class_name":"ExponentialDecay","config":{"initial_learning_rate":1,"decay_steps":2,"decay_rate":0.5,"staircase":true}}"""),
        (new InverseTimeDecay(1, 2, 0.5f, true), """{"class_name":"InverseTimeDecay","config":{"initial_learning_rate":1,"decay_steps":2,"decay_rate":0.5,"staircase":true}}"""),
        (new PolynomialDecay(1, 2, 0.5f, 3, true), """{"class_name":"PolynomialDecay","config":{"initial_learning_rate":1,"decay_steps":2,"end_learning_rate":0.5,"power":3,"cycle":true}}"""),
        (new CosineDecay(1, 2, 0.5f), """{"class_name":"CosineDecay","config":{"initial_learning_rate":1,"decay_steps":2,"alpha":0.5,"warmup_steps":0}}"""),
        (new CosineDecay(1, 2, 0.5f, 4, 3), """{"class_name":"CosineDecay","config":{"initial_learning_rate":1,"decay_steps":2,"alpha":0.5,"warmup_target":4,"warmup_steps":3}}"""),
        (new CosineDecayRestarts(1, 2, 3, 4, 0.5f), """{"class_name":"CosineDecayRestarts","config":{"initial_learning_rate":1,"first_decay_steps":2,"t_mul":3,"m_mul":4,"alpha":0.5}}"""),
        (new PiecewiseConstantDecay([2, 3], [1, 0.5f, 0]), """{"class_name":"PiecewiseConstantDecay","config":{"boundaries":[2,3],"values":[1,0.5,0]}}"""),
        (new MeanSquaredError(), """{"class_name":"MeanSquaredError","config":{"reduction":"sum_over_batch_size"}}"""),
        (new Huber(2) { Reduction = Reduction.Sum }, """{"class_name":"Huber","config":{"reduction":"sum","delta":2}}"""),
        (Loss.CrossEntropy, """{"class_name":"Crossentropy","config":{"reduction":"sum_over_batch_size"}}"""),
        (new BinaryCrossEntropy(true, 0.5f), """{"class_name":"BinaryCrossentropy","config":{"reduction":"sum_over_batch_size","from_logits":true,"label_smoothing":0.5}}"""),
        (new BinaryFocalCrossEntropy(true, 0.5f, 1, true, 0.25f), """{"class_name":"BinaryFocalCrossentropy","config":{"reduction":"sum_over_batch_size","apply_class_balancing":true,"alpha":0.5,"gamma":1,"from_logits":true,"label_smoothing":0.25}}"""),
        (new CategoricalCrossEntropy(true, 0.5f), """{"class_name":"CategoricalCrossentropy","config":{"reduction":"sum_over_batch_size","from_logits":true,"label_smoothing":0.5}}"""),
        (new SparseCategoricalCrossEntropy(true), """{"class_name":"SparseCategoricalCrossentropy","config":{"reduction":"sum_over_batch_size","from_logits":true}}"""),
        (new SGD(0.5f, 0.25f, true), """{"class_name":"SGD","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"momentum":0.25,"nesterov":true}}"""),
        (new RMSprop(0.5f, 0.25f, 0.75f, 2, true), """{"class_name":"RMSprop","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"rho":0.25,"momentum":0.75,"epsilon":2,"centered":true}}"""),
        (new Adam(0.5f, 0.25f, 0.75f, 2, true), """{"class_name":"Adam","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"beta_1":0.25,"beta_2":0.75,"epsilon":2,"amsgrad":true}}"""),
        (new AdamW(0.5f, 0.125f, 0.25f, 0.75f, 2, true), """{"class_name":"AdamW","config":{"learning_rate":0.5,"weight_decay":0.125,"use_ema":false,"ema_momentum":0.99,"beta_1":0.25,"beta_2":0.75,"epsilon":2,"amsgrad":true}}"""),
        (new Nadam(0.5f, 0.25f, 0.75f, 2), """{"class_name":"Nadam","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"beta_1":0.25,"beta_2":0.75,"epsilon":2}}"""),
        (new Adamax(0.5f, 0.25f, 0.75f, 2), """{"class_name":"Adamax","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"beta_1":0.25,"beta_2":0.75,"epsilon":2}}"""),
        (new Adagrad(0.5f, 0.25f, 2), """{"class_name":"Adagrad","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"initial_accumulator_value":0.25,"epsilon":2}}"""),
        (new Adadelta(0.5f, 0.25f, 2), """{"class_name":"Adadelta","config":{"learning_rate":0.5,"use_ema":false,"ema_momentum":0.99,"rho":0.25,"epsilon":2}}"""),
        (new Lion(new CosineDecay(1, 2), 0.25f, 0.75f), """{"class_name":"Lion","config":{"learning_rate":{"class_name":"CosineDecay","config":{"initial_learning_rate":1,"decay_steps":2,"alpha":0,"warmup_steps":0}},"use_ema":false,"ema_momentum":0.99,"beta_1":0.25,"beta_2":0.75}}"""),
        (Metric.Accuracy, """{"class_name":"Accuracy","config":{"name":"accuracy"}}"""),
        (Metric.EqualLabels, """{"class_name":"EqualLabels","config":{"name":"accuracy"}}"""),
        (new BinaryAccuracy(0.25f), """{"class_name":"BinaryAccuracy","config":{"name":"binary_accuracy","threshold":0.25}}"""),
        (new TopKCategoricalAccuracy(2), """{"class_name":"TopKCategoricalAccuracy","config":{"name":"top_k_categorical_accuracy","k":2}}"""),
        (new SparseTopKCategoricalAccuracy(2), """{"class_name":"SparseTopKCategoricalAccuracy","config":{"name":"sparse_top_k_categorical_accuracy","k":2}}"""),
        (new SparseTopKCategoricalAccuracy(2, true), """{"class_name":"SparseTopKCategoricalAccuracy","config":{"name":"sparse_top_k_categorical_accuracy","k":2,"from_sorted_ids":true}}"""),
        (new Precision(), """{"class_name":"Precision","config":{"name":"precision","thresholds":null}}"""),
        (new Recall([0.25f, 0.75f], 2, 1), """{"class_name":"Recall","config":{"name":"recall","thresholds":[0.25,0.75],"top_k":2,"class_id":1}}"""),
        (new F1Score(), """{"class_name":"F1Score","config":{"name":"f1_score","average":null}}"""),
        (new F1Score(ClassAverage.Weighted, 0.25f), """{"class_name":"F1Score","config":{"name":"f1_score","average":"weighted","threshold":0.25}}"""),
        (new AUC(50, AUCCurve.PrecisionRecallGain), """{"class_name":"AUC","config":{"name":"auc","num_thresholds":50,"curve":"PRGAIN"}}"""),
        (new AUC(thresholds: [0.75f, 0.25f]), """{"class_name":"AUC","config":{"name":"auc","num_thresholds":4,"curve":"ROC","thresholds":[0.25,0.75]}}"""),
        (new AUC(exact: true), """{"class_name":"AUC","config":{"name":"auc","num_thresholds":200,"curve":"ROC","exact":true}}"""),
        (Metric.R2Score, """{"class_name":"R2Score","config":{"name":"r2_score"}}"""),
        (Metric.CosineSimilarity, """{"class_name":"CosineSimilarity","config":{"name":"cosine_similarity"}}"""),
        (Metric.From(new Huber(2)), """{"class_name":"Huber","config":{"name":"huber_loss","delta":2}}"""),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void IsWrittenSo(int index) => Assert.Equal(Cases[index].Text, Configuration.Describe(Cases[index].Object).ToJsonString());

    [Theory]
    [MemberData(nameof(Indices))]
    public void IsReadAgain(int index)
    {
        JsonObject description = JsonNode.Parse(Cases[index].Text)!.AsObject();
        IConfigurable again = Cases[index].Object switch
        {
            Activation => Activation.Known.Read(description),
            Initializer => Initializer.Known.Read(description),
            Regularizer => Regularizer.Known.Read(description),
            Constraint => Constraint.Known.Read(description),
            LearningRateSchedule => LearningRateSchedule.Known.Read(description),
            Optimizer => Optimizer.Known.Read(description),
            Metric => Metric.Known.Read(description),
            _ => Loss.Known.Read(description),
        };
        Assert.Equal(Cases[index].Object.GetType(), again.GetType());
        Assert.Equal(Cases[index].Text, Configuration.Describe(again).ToJsonString());
    }
}
