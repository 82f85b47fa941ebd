using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that each setting of a file is used or refused with a message, and never ignored.</summary>
public class SettingsTests
{
    [Theory]
    [InlineData("layer", "Dense", """{"units":3,"lora_rank":4}""", "'lora_rank' of the layer 'Dense' is 4", "kernel_initializer")]
    [InlineData("layer", "BatchNormalization", """{"renorm":true,"renorm_clipping":{"smax":3.0}}""", "'renorm_clipping'", "rmax")]
    [InlineData("layer", "Rescaling", """{"scale":[[1,2],[3,4]]}""", "'scale'", "last axis")]
    [InlineData("layer", "Rescaling", """{"scale":[[1,2],[3]]}""", "'scale'", "array")]
    [InlineData("layer", "BatchNormalization", """{"synchronized":true}""", "'synchronized'", "momentum")]
    [InlineData("layer", "LeakyReLU", """{"alpha":0.1}""", "'alpha'", "negative_slope")]
    [InlineData("layer", "AlphaDropout", """{"rate":0.1,"noise_shape":[1,2]}""", "'noise_shape'", "rate")]
    [InlineData("layer", "CategoryEncoding", """{"num_tokens":3,"sparse":true}""", "'sparse'", "num_tokens")]
    [InlineData("loss", "CategoricalCrossentropy", """{"axis":1}""", "'axis'", "label_smoothing")]
    [InlineData("loss", "SparseCategoricalCrossentropy", """{"ignore_class":0}""", "'ignore_class'", "from_logits")]
    [InlineData("loss", "CosineSimilarity", """{"axis":[1,2]}""", "'axis'", "reduction")]
    [InlineData("metric", "AUC", """{"multi_label":true}""", "'multi_label'", "thresholds")]
    [InlineData("metric", "AUC", """{"summation_method":"minoring"}""", "'summation_method'", "curve")]
    [InlineData("metric", "R2Score", """{"num_regressors":2}""", "'num_regressors'", "is 2")]
    [InlineData("optimizer", "Adam", """{"loss_scale_factor":8}""", "'loss_scale_factor'", "amsgrad")]
    public void ASettingThatCannotBeHonouredIsRefused(string kind, string className, string settings, params string[] words)
    {
        string message = Assert.Throws<FormatException>(() => Read(kind, className, settings)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    /// <summary>Configurations of Keras 3 may contain settings that always have the same value in this library.</summary>
    [Theory]
    [InlineData("layer", "Dense", """{"name":"d","trainable":true,"dtype":{"module":"keras","class_name":"DTypePolicy","config":{"name":"float32"}},"units":3,"activation":"linear","use_bias":true,"kernel_initializer":{"module":"keras.initializers","class_name":"GlorotUniform","config":{"seed":3}},"bias_initializer":"zeros","quantization_config":null}""")]
    [InlineData("layer", "Dropout", """{"rate":0.3,"seed":7,"noise_shape":null}""")]
    [InlineData("layer", "BatchNormalization", """{"axis":-1,"momentum":0.99,"epsilon":0.001,"center":true,"scale":true,"synchronized":false}""")]
    [InlineData("layer", "LayerNormalization", """{"axis":[2,1],"epsilon":0.001,"rms_scaling":true}""")]
    [InlineData("layer", "BatchNormalization", """{"axis":-1,"momentum":0.99,"epsilon":0.001,"renorm":true,"renorm_clipping":{"rmax":3.0,"dmax":5.0},"renorm_momentum":0.9}""")]
    [InlineData("layer", "BatchNormalization", """{"renorm":false,"renorm_clipping":null,"renorm_momentum":0.99}""")]
    [InlineData("layer", "Rescaling", """{"scale":{"class_name":"__numpy__","config":{"value":[0.5,2.0],"dtype":"float32"}},"offset":0.0}""")]
    [InlineData("layer", "Dense", """{"units":2,"kernel_initializer":{"class_name":"Constant","config":{"value":[[1.0,2.0]]}}}""")]
    [InlineData("metric", "AUC", """{"curve":"PRGAIN"}""")]
    [InlineData("metric", "SparseTopKCategoricalAccuracy", """{"k":3,"from_sorted_ids":true}""")]
    [InlineData("layer", "GlobalMaxPooling1D", """{"data_format":"channels_last","keepdims":true}""")]
    [InlineData("layer", "Flatten", """{"data_format":"channels_last"}""")]
    [InlineData("loss", "CategoricalCrossentropy", """{"name":"categorical_crossentropy","reduction":"sum_over_batch_size","from_logits":false,"label_smoothing":0.0,"axis":-1}""")]
    [InlineData("metric", "AUC", """{"name":"auc","dtype":"float32","num_thresholds":200,"curve":"ROC","summation_method":"interpolation","multi_label":false,"num_labels":null,"label_weights":null,"from_logits":false}""")]
    [InlineData("metric", "AUC", """{"num_thresholds":4,"curve":"PR","thresholds":[0.25,0.5]}""")]
    [InlineData("metric", "R2Score", """{"name":"r2_score","dtype":"float32","class_aggregation":"uniform_average","num_regressors":0}""")]
    [InlineData("optimizer", "RMSprop", """{"name":"rmsprop","learning_rate":0.001,"weight_decay":null,"clipnorm":null,"global_clipnorm":null,"clipvalue":null,"use_ema":false,"ema_momentum":0.99,"ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null,"rho":0.9,"momentum":0.0,"epsilon":1e-07,"centered":false}""")]
    public void ConfigurationsOfKerasAreRead(string kind, string className, string settings) =>
        Assert.Equal(className, Read(kind, className, settings).ClassName);

    [Fact]
    public void ANameIsNotNull()
    {
        var configuration = new Configuration();
        Action[] wrong =
        [
            () => configuration.Set(null!, 1), () => configuration.Set(null!, 1f), () => configuration.Set(null!, 1d),
            () => configuration.Set(null!, true), () => configuration.Set(null!, "a"), () => configuration.Set(null!, [1]),
            () => configuration.Set(null!, [1f]), () => configuration.Contains(null!), () => configuration.GetInt32(null!),
            () => configuration.GetSingle(null!), () => configuration.GetBoolean(null!), () => configuration.GetString(null!),
            () => configuration.GetInt32s(null!), () => configuration.GetSingles(null!),
        ];
        Assert.All(wrong, call => Assert.Equal("name", Assert.Throws<ArgumentNullException>(call).ParamName));
    }

    private static IConfigurable Read(string kind, string className, string settings)
    {
        var description = new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(settings) };
        return kind switch
        {
            "layer" => Layer.Known.Read(description),
            "loss" => Loss.Known.Read(description),
            "metric" => Metric.Known.Read(description),
            _ => Optimizer.Known.Read(description),
        };
    }
}
